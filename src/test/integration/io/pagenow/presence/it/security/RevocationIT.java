package io.pagenow.presence.it.security;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.WebSocketClient.Refused;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Another program revokes the tokens of a user, as {@code docs/protocol.md} describes it. */
class RevocationIT extends SharedServers {

  @Test
  void revokedTokensEndConnectionsAndOpenNoMore() throws Exception {
    UserId ann = user("ann");
    String token = token(ann);
    try (Socket here = Socket.open(nodeA, token);
        Socket there = connect(ann, nodeB)) {
      assertEquals(200, status(token));

      revoke(ann);
      assertTrue(redis.publish("presence:revocations", ann.value()) >= 2);

      assertEquals(Disconnect.TOKEN_REVOKED.code(), here.closeCode());
      assertEquals(Disconnect.TOKEN_REVOKED.code(), there.closeCode());
      await().until(() -> status(token) == 401);
      await().until(() -> status(token(ann)) == 200);
      await().until(() -> causes(ann).contains("closed token-revoked 4003"));
      assertThrows(Refused.class, () -> Socket.open(nodeA, token));
      Socket.open(nodeA, token(ann)).close();
    }
  }

  @Test
  void aNodeThatHadNoRedisCatchesUp() throws Exception {
    UserId ben = user("ben");
    try (Socket socket = connect(ben, nodeA)) {
      TestEnvironment.redisProxy().cut();
      revoke(ben);
      TestEnvironment.redisProxy().restore();

      assertEquals(Disconnect.TOKEN_REVOKED.code(), socket.closeCode(Duration.ofSeconds(15)));
    }
  }

  private void revoke(UserId user) {
    redis.zadd("presence:revoked", (double) System.currentTimeMillis(), user.value());
  }

  private int status(String token) throws IOException {
    return Http.get(nodeA, "api/presence").header("Authorization", token).send().status();
  }
}
