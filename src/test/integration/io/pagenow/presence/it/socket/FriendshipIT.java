package io.pagenow.presence.it.socket;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Friendships that begin and end while both users are connected. */
class FriendshipIT extends SharedServers {

  @Test
  void endedFriendshipIsToldToBothSidesAndNothingCrossesAfterwards() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket one = connect(ann, nodeA);
        Socket other = connect(ben, nodeB)) {
      one.update("https://example.com/", "Before");
      other.next(message("update-presence", ann));
      people.unfriend(ann, ben);

      other.next(message("presence-timeout", ann), Duration.ofSeconds(20));
      one.next(message("presence-timeout", ben), Duration.ofSeconds(20));
      one.update("https://example.com/", "After");
      other.update("https://example.com/", "After");
      one.next(
          message("update-presence", ann).and(json -> json.getString("title").equals("After")));
      other.next(message("update-presence", ben));
      assertEquals(2 + 1, one.texts().size(), one.texts().toString());
      assertEquals(2 + 1, other.texts().size(), other.texts().toString());
    }
  }

  @Test
  void newFriendshipWorksForBothSides() throws Exception {
    UserId ann = user("ann");
    UserId ben = user("ben");
    try (Socket one = connect(ann, nodeA);
        Socket other = connect(ben, nodeB)) {
      one.update("https://example.com/", "Ann");
      one.next(message("update-presence", ann));
      people.befriend(ann, ben);

      other.next(message("update-presence", ann), Duration.ofSeconds(20));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                other.update("https://example.org/", "Ben");
                return one.received().stream().anyMatch(message("update-presence", ben));
              });
    }
  }
}
