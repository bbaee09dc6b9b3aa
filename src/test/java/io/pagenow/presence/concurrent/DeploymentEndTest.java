package io.pagenow.presence.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Threads wait for the end of the deployment, and do not outlast an application that stops. */
class DeploymentEndTest {

  private final DeploymentEnd deployment = new DeploymentEnd();
  private final CountDownLatch ran = new CountDownLatch(1);
  private final Thread thread = deployment.delay(Thread::new).newThread(ran::countDown);

  @Test
  void aThreadBeginsWhenTheDeploymentHasEnded() throws Exception {
    thread.start();
    awaitWaiting();
    assertEquals(1, ran.getCount());

    deployment.reach();

    assertTrue(ran.await(10, TimeUnit.SECONDS));
  }

  @Test
  void aThreadThatStartsLaterDoesNotWait() throws Exception {
    deployment.reach();

    thread.start();

    assertTrue(ran.await(10, TimeUnit.SECONDS));
  }

  @Test
  void anInterruptEndsAThreadThatWaits() throws Exception {
    thread.start();
    awaitWaiting();

    thread.interrupt();

    thread.join(TimeUnit.SECONDS.toMillis(10));
    assertFalse(thread.isAlive());
    deployment.reach();
    assertEquals(1, ran.getCount());
  }

  private void awaitWaiting() {
    Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
  }
}
