package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.pagenow.presence.it.TestEnvironment.NODE_A;
import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.CuttableProxy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live page behind a network that falls silent without closing connections. */
@SuppressWarnings("NullAway.Init") // Set before each test.
class LivePageSilentNetworkIT extends LivePage {

  private static final String OTHER = "https://example.org/";

  private CuttableProxy network;
  private URI behind;

  @BeforeEach
  void startNetwork() throws IOException {
    network = CuttableProxy.to(TestEnvironment.application(NODE_A).getPort());
    behind = URI.create("http://127.0.0.1:" + network.port() + "/presence-api/");
  }

  @AfterEach
  void endNetwork() throws IOException {
    network.restore();
    network.close();
  }

  @Test
  void lostUpdateIsSentAgainInSecondsAndOneDeliveredLateDoesNotStay() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket friend = connect(ben, nodeB)) {
      Page page = signIn(windows.open(), behind, ann);
      share(page, PAGE, TITLE);
      friend.next(message("update-presence", ann));
      assertThat(page.locator("#you")).containsText(TITLE);

      network.silence();
      Duration taken =
          time(
              () -> {
                share(page, OTHER, "Lost");
                friend.next(title(ann, "Lost"), Duration.ofSeconds(25));
              });
      assertTrue(taken.compareTo(Duration.ofSeconds(15)) < 0, taken::toString);
      assertThat(page.locator("#connection-text")).hasText("Live");
      share(page, OTHER, "Newer");
      friend.next(title(ann, "Newer"));

      network.restore();
      List<String> titles = List.of(TITLE, "Lost", "Newer", "Lost", "Newer");
      await().atMost(Duration.ofSeconds(20)).until(() -> titles(friend, ann).equals(titles));
      await().atMost(Duration.ofSeconds(30)).until(() -> connectionsOf(ann).size() == 1);
      assertSeenOnline(friend, ann);
      assertEquals(titles, titles(friend, ann));
    }
  }

  @Test
  void pageSaysThatTheNetworkIsGoneAndFriendsNoticeNothing() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket friend = connect(ben, nodeB)) {
      Page page = signedInWithClock(ann);
      share(page, PAGE, TITLE);
      assertThat(page.locator("#you")).containsText(TITLE);

      network.pause();
      share(page, OTHER, "Said meanwhile");
      page.clock().runFor(3_000);
      assertThat(page.locator("#connection-text")).hasText("Live");
      page.clock().runFor(7_000);
      assertThat(page.locator("#connection-text")).hasText("Connecting…");
      network.restore();

      assertThat(page.locator("#connection-text")).hasText("Live");
      friend.next(title(ann, "Said meanwhile"));
      page.clock().runFor(11_000);
      await().until(() -> connectionsOf(ann).size() == 1);
      assertSeenOnline(friend, ann);
    }
  }

  @Test
  void silenceIsNoticedWithinTenSecondsWithoutUpdates() throws Exception {
    UserId ann = user("ann");
    Page page = signedInWithClock(ann);
    share(page, PAGE, TITLE);
    assertThat(page.locator("#you")).containsText(TITLE);

    network.silence();
    page.clock().runFor(10_000);

    await().until(() -> connectionsOf(ann).size() == 2);
    assertThat(page.locator("#connection-text")).hasText("Live");
  }

  @ParameterizedTest
  @ValueSource(strings = {"online", "offline"})
  void changeOfTheNetworkHasTheConnectionChecked(String event) throws Exception {
    UserId ann = user("ann");
    Page page = signedInWithClock(ann);

    network.silence();
    page.evaluate("event => { dispatchEvent(new Event(event)); }", event);
    page.clock().runFor(3_500);

    await().until(() -> connectionsOf(ann).size() == 2);
  }

  @Test
  void connectionIsCheckedAfterTheMachineSlept() throws Exception {
    UserId ann = user("ann");
    List<String> answers = new ArrayList<>();
    Page page = windows.open();
    page.onWebSocket(
        socket ->
            socket.onFrameReceived(
                frame -> {
                  if (frame.text().contains("\"ack\"")) {
                    answers.add(frame.text());
                  }
                }));
    page.clock().install();
    signIn(page, behind, ann);
    assertThat(page.locator("#connection-text")).hasText("Live");

    answers.clear();
    page.clock().fastForward(Duration.ofMinutes(10).toMillis());
    page.waitForCondition(() -> !answers.isEmpty());
    page.clock().runFor(4_000);
    assertThat(page.locator("#connection-text")).hasText("Live");
    assertThat(page.locator("#problem")).isHidden();
    assertEquals(1, connectionsOf(ann).size(), "one that works is kept");

    network.silence();
    page.clock().fastForward(Duration.ofMinutes(10).toMillis());
    page.clock().runFor(4_000);
    await().until(() -> connectionsOf(ann).size() == 2);
  }

  /** Returns a signed-in page with a first snapshot and with timers that the test advances. */
  private Page signedInWithClock(UserId user) {
    Page page = windows.open();
    page.clock().install();
    signIn(page, behind, user);
    assertThat(page.locator("#connection-text")).hasText("Live");
    return page;
  }

  private static void assertSeenOnline(Socket friend, UserId user) {
    assertEquals(0, friend.received().stream().filter(message("presence-timeout", user)).count());
  }
}
