package io.pagenow.presence.concurrent;

import static java.util.Objects.requireNonNull;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Provides the server's threads for injection into constructors. */
@Singleton
public class Threads {

  @Resource private @Nullable ManagedThreadFactory factory;
  @Resource private @Nullable ManagedScheduledExecutorService scheduler;

  @Produces
  ThreadFactory factory() {
    return requireNonNull(factory);
  }

  @Produces
  ManagedScheduledExecutorService scheduler() {
    return requireNonNull(scheduler);
  }
}
