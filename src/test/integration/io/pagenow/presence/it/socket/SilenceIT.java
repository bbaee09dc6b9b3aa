package io.pagenow.presence.it.socket;

import static io.pagenow.presence.it.client.RawSocket.TEXT;
import static io.pagenow.presence.it.client.RawSocket.frame;
import static io.pagenow.presence.it.client.Socket.message;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.RawSocket;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.People;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import redis.clients.jedis.RedisClient;

/**
 * Idle users, and clients that disappear without a close frame. The timeouts take up to five
 * minutes, which pass while other tests run: this test starts first, on two nodes and a Redis of
 * its own, and JUnit asks for its result last.
 */
@Order(Integer.MAX_VALUE)
class SilenceIT extends SharedServers {

  private static final FutureTask<Boolean> RUN = new FutureTask<>(inBackground());

  /** Starts the test when the tests begin, if it is one of them. */
  public static final class EarlyStart implements TestExecutionListener {

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
      if (plan.countTestIdentifiers(EarlyStart::isSilenceIT) > 0) {
        Thread thread = new Thread(RUN, "silence");
        thread.setDaemon(true);
        thread.start();
      }
    }

    private static boolean isSilenceIT(TestIdentifier test) {
      return test.getSource()
          .filter(ClassSource.class::isInstance)
          .map(ClassSource.class::cast)
          .filter(source -> source.getClassName().equals(SilenceIT.class.getName()))
          .isPresent();
    }
  }

  @Test
  void timerTakesIdleUsersOfflineAndPingsFindDeadPeers() throws Exception {
    assertEquals(true, RUN.get(20, MINUTES));
  }

  private static Callable<Boolean> inBackground() {
    return () -> {
      UserId ann = new UserId("silence-ann");
      List<UserId> silent =
          Stream.of("silence-ben", "silence-cat", "silence-dan").map(UserId::new).toList();
      People people = new People(TestEnvironment.database());
      people.add(ann);
      people.addAll(silent);
      people.befriendAll(silent.stream().map(user -> ann).toList(), silent);
      try (LocalRedis server = LocalRedis.start(Files.createTempDirectory("presence-idle"));
          RedisClient redis = RedisClient.create("127.0.0.1", server.port());
          ApplicationServer one = TestEnvironment.anotherServer("node-idle-one");
          ApplicationServer two = TestEnvironment.anotherServer("node-idle-two")) {
        Map<String, String> settings = TestEnvironment.undisturbed(server.settings(server.port()));
        URI nodeOne = start(one, settings);
        URI nodeTwo = start(two, settings);
        one.awaitReady(nodeOne);
        two.awaitReady(nodeTwo);
        try (Socket friend = Socket.open(nodeTwo, token(ann))) {
          checkTimeouts(friend, silent, nodeOne, redis);
          return true;
        }
      }
    };
  }

  private static void checkTimeouts(Socket friend, List<UserId> silent, URI node, RedisClient redis)
      throws IOException {
    UserId ben = silent.get(0);
    UserId cat = silent.get(1);
    UserId dan = silent.get(2);
    Socket idle = Socket.open(node, token(ben));
    idle.update("https://example.com/", "Idle");
    friend.next(message("update-presence", ben));
    Socket deaf = Socket.openDeaf(node, token(cat));
    deaf.update("https://example.com/", "Deaf");
    friend.next(message("update-presence", cat));
    RawSocket stuck = RawSocket.open(node, token(dan));
    stuck.write(frame(TEXT, true, "{\"action\":\"update-presence\",\"url\":\"\",\"title\":\"\"}"));
    friend.next(message("update-presence", dan));
    for (int i = 0; i < 50; i++) {
      friend.update("https://example.com/" + "x".repeat(8_000), "More than it has room for");
    }

    friend.next(message("presence-timeout", cat), Duration.ofSeconds(90));
    friend.next(message("presence-timeout", dan), Duration.ofSeconds(90));
    await().atMost(Duration.ofSeconds(30)).until(stuck::isClosedByServer);
    // Not earlier: seconds after their start, nodes read the state of all users once more.
    friend.heartbeat();
    redis.zadd("status", 1, ben.value());
    friend.next(message("presence-timeout", ben), Duration.ofSeconds(185));

    assertEquals(Disconnect.IDLE.code(), idle.closeCode());
    assertEquals(1, friend.received().stream().filter(message("presence-timeout", ben)).count());
    assertNull(redis.hget("presence_user_connection", ben.value()));
    assertNull(redis.hget("page", ben.value()));
    await().until(() -> redis.hget("presence_user_connection", cat.value()) == null);
    deaf.breakOff();
  }

  private static URI start(ApplicationServer server, Map<String, String> settings)
      throws Exception {
    int port = FreePort.find();
    server.deploy(Build.war());
    server.start(port, settings);
    return TestEnvironment.application(port);
  }
}
