package io.pagenow.presence.postgres;

import static java.util.Objects.requireNonNull;

import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/**
 * The stores, with the PostgreSQL adapter of one node for each test. Methods of a test may take the
 * {@link Stores}, the {@link People} or the {@link PostgresParts}.
 */
public final class PostgresStores extends Stores implements AfterEachCallback {

  private @Nullable PostgresParts postgres;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    super.beforeEach(context);
    postgres = new PostgresParts(database(), Thread::new);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (postgres != null) {
      postgres.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == People.class || type == PostgresParts.class || type == Stores.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == People.class) {
      return people();
    }
    return type == PostgresParts.class ? requireNonNull(postgres) : this;
  }
}
