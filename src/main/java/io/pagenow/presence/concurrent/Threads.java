package io.pagenow.presence.concurrent;

import static java.util.Objects.requireNonNull;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Provides the server's threads for injection into constructors. */
@Singleton
public class Threads {

  @Resource private @Nullable ManagedThreadFactory factory;
  @Resource private @Nullable ManagedScheduledExecutorService scheduler;

  private final DeploymentEnd end;

  @Inject
  Threads(DeploymentEnd end) {
    this.end = end;
  }

  /** Returns a factory of threads that begin when the deployment has ended. */
  @Produces
  ThreadFactory factory() {
    return end.delay(requireNonNull(factory));
  }

  /** Returns an executor that does not wait for the end of the deployment. */
  @Produces
  ManagedScheduledExecutorService scheduler() {
    return requireNonNull(scheduler);
  }
}
