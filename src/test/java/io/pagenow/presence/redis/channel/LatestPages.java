package io.pagenow.presence.redis.channel;

import static org.awaitility.Awaitility.await;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Users on one node whose pages a friend on another node sees. */
final class LatestPages {

  static final int USERS = 20;

  private static final UserId FRIEND = new UserId("friend");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern PAGE =
      Pattern.compile("\"userId\":\"(user\\d+)\",\"url\":\"https://example.com/(\\d+)/");

  private final TestNode here;
  private final TestNode there;
  private final List<RecordingConnection> users = new ArrayList<>();
  private final RecordingConnection friend;
  private final Map<String, Integer> expected = new HashMap<>();
  private int pages;

  /** Connects the users to one node and the friend to the other one. */
  LatestPages(People people, TestNode here, TestNode there) throws SQLException {
    this.here = here;
    this.there = there;
    List<UserId> ids = IntStream.range(0, USERS).mapToObj(i -> new UserId("user" + i)).toList();
    people.add(FRIEND);
    for (UserId id : ids) {
      people.add(id);
      people.befriend(FRIEND, id);
    }
    friend = there.connect(FRIEND);
    ids.forEach(id -> users.add(here.connect(id)));
  }

  /** Starts to report the next page of each user. */
  CompletableFuture<Void> update() {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (RecordingConnection user : users) {
      int page = ++pages;
      expected.put(user.user().value(), page);
      String url = "https://example.com/" + page + "/" + "x".repeat(2_000);
      all.add(here.presence().update(user, Pages.of(url, "Example")).toCompletableFuture());
    }
    return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
  }

  /** Reports a next page of each user, until Redis has recorded those of all users. */
  void record() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              update().join();
              return true;
            });
  }

  /** Waits until the friend sees the latest page of each user. The nodes recover meanwhile. */
  void awaitLatest() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              here.renewLease();
              there.renewLease();
              return seen().equals(expected);
            });
  }

  /** Returns the number of the page on which the friend sees each user. */
  Map<String, Integer> seen() {
    Map<String, Integer> latest = new HashMap<>();
    for (String text : friend.sent()) {
      Matcher page = PAGE.matcher(text);
      if (page.find()) {
        latest.put(page.group(1), Integer.parseInt(page.group(2)));
      }
    }
    return latest;
  }
}
