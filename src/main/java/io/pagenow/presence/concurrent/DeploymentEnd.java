package io.pagenow.presence.concurrent;

import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

/**
 * The end of the deployment of this application. Its background threads wait for it. Thread-safe.
 *
 * <p>When Payara has started an application, it closes the JAR files of the libraries, even if
 * another thread is looking for a class in them. That thread then gets an {@link
 * IllegalStateException}. If this happens while a class is initialized, Java refuses that class for
 * as long as the application is deployed.
 */
@Singleton
public final class DeploymentEnd {

  private final CountDownLatch reached = new CountDownLatch(1);

  /** Lets all threads begin. */
  public void reach() {
    reached.countDown();
  }

  /** Returns a factory of threads that wait for the end. An interrupt ends a thread that waits. */
  ThreadFactory delay(ThreadFactory threads) {
    return task ->
        threads.newThread(
            () -> {
              try {
                reached.await();
              } catch (InterruptedException e) {
                return; // The application stops before its deployment has ended.
              }
              task.run();
            });
  }
}
