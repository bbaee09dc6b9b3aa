package io.pagenow.presence.rehearsal;

import io.pagenow.presence.cluster.RecordedPages;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads the recorded pages of the users of the rehearsal, and replaces none. */
record RehearsalPages(RecordedPages store) implements RecordedPages {

  @Override
  public void replace(
      Collection<UserId> users,
      BiFunction<UserId, Page, Page> replacement,
      Function<UserId, String> hiddenBy,
      Consumer<Updated> replaced) {}

  @Override
  public Runnable startReplacing(
      UserId user,
      BiFunction<UserId, Page, Page> replacement,
      Function<UserId, String> hiddenBy,
      Consumer<Updated> replaced) {
    return store.startReplacing(user, (same, page) -> page, hiddenBy, event -> {});
  }

  @Override
  public List<UserId> inGracePeriod() {
    return List.of();
  }

  @Override
  public Scan nextUsers() {
    return new Scan(List.of(), true);
  }
}
