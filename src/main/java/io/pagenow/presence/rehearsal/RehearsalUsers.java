package io.pagenow.presence.rehearsal;

import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The users of a rehearsal, who exist nowhere else. Each has 20 other users as friends. */
final class RehearsalUsers {

  /** The users. Each one connects once in a round. */
  static final List<UserId> ALL =
      IntStream.range(0, 200).mapToObj(i -> new UserId("rehearsal-" + i)).toList();

  private static final int FRIENDS = 20;

  private RehearsalUsers() {}

  /** Returns the friends of a user; empty for a user who is not in the rehearsal. */
  static Set<UserId> friendsOf(UserId user) {
    Set<UserId> friends = new LinkedHashSet<>();
    int own = ALL.indexOf(user);
    for (int i = 1; own >= 0 && i <= FRIENDS; i++) {
      friends.add(ALL.get((own + i) % ALL.size()));
    }
    return friends;
  }

  static Profile profileOf(UserId user) {
    return new Profile(user, "First name", "Last name", "png");
  }

  /** Returns what friends see of a user who has not connected. */
  static Presence presenceOf(UserId user) {
    Page page = Pages.of("https://www.example.com/" + user.value(), "Title");
    return new Presence.Online(Activity.showing(page), Instant.now(), 1);
  }
}
