package io.pagenow.presence.it.security;

import static io.pagenow.presence.it.client.Socket.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** A connection outlives its token by the grace period and no longer. */
class TokenEndIT extends SharedServers {

  private static final Duration VALIDITY = Duration.ofSeconds(5);

  @Test
  void aConnectionEndsAfterItsTokenAndTheClientReconnectsUnnoticed() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket friend = connect(ben, nodeB)) {
      // JWT times are whole seconds.
      Instant expiry = Instant.now().plus(VALIDITY).truncatedTo(ChronoUnit.SECONDS);
      String token =
          TestEnvironment.issuer().token(ann, claims -> claims.expirationTime(Date.from(expiry)));
      Socket socket = Socket.open(nodeA, token);
      socket.update("https://example.com/", "Example");
      friend.next(message("update-presence", ann));

      int code = socket.closeCode(Duration.ofSeconds(20));
      assertEquals(Disconnect.TOKEN_EXPIRED.code(), code);
      assertFalse(Instant.now().isBefore(expiry.plus(TestEnvironment.TOKEN_GRACE)));

      assertTrue(causes(ann).contains("closed token-expired 4003"), causes(ann).toString());

      try (Socket again = connect(ann, nodeB)) {
        again.update("https://example.com/next", "Next");
        friend.next(message("update-presence", ann));
        assertTrue(again.isOpen());
        assertTrue(friend.received().stream().noneMatch(message("presence-timeout", ann)));
      }
    }
  }
}
