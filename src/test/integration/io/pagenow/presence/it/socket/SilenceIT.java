package io.pagenow.presence.it.socket;

import static io.pagenow.presence.it.client.RawSocket.TEXT;
import static io.pagenow.presence.it.client.RawSocket.frame;
import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.client.RawSocket;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Idle users, and clients that disappear without a close frame. These tests wait for timeouts. */
class SilenceIT extends DeployedApplication {

  @Test
  void timerTakesIdleUsersOfflineAndPingsFindDeadPeers() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    UserId cat = friend("cat", ann);
    UserId dan = friend("dan", ann);
    try (Socket friend = connect(ann, nodeB)) {
      Socket idle = connect(ben, nodeA);
      idle.update("https://example.com/", "Idle");
      friend.next(message("update-presence", ben));
      redis.zadd("status", 1, ben.value());
      Socket deaf = Socket.openDeaf(nodeA, token(cat));
      deaf.update("https://example.com/", "Deaf");
      friend.next(message("update-presence", cat));
      RawSocket stuck = RawSocket.open(nodeA, token(dan));
      stuck.write(
          frame(TEXT, true, "{\"action\":\"update-presence\",\"url\":\"\",\"title\":\"\"}"));
      friend.next(message("update-presence", dan));
      for (int i = 0; i < 50; i++) {
        friend.update("https://example.com/" + "x".repeat(8_000), "More than it has room for");
      }

      friend.next(message("presence-timeout", cat), Duration.ofSeconds(90));
      friend.next(message("presence-timeout", dan), Duration.ofSeconds(90));
      await().atMost(Duration.ofSeconds(30)).until(stuck::isClosedByServer);
      friend.next(message("presence-timeout", ben), Duration.ofSeconds(185));

      assertEquals(Disconnect.IDLE.code(), idle.closeCode());
      assertEquals(1, friend.received().stream().filter(message("presence-timeout", ben)).count());
      assertNull(redis.hget("presence_user_connection", ben.value()));
      assertNull(redis.hget("page", ben.value()));
      await().until(() -> redis.hget("presence_user_connection", cat.value()) == null);
      deaf.breakOff();
    }
  }
}
