package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.pagenow.presence.it.TestEnvironment.NODE_A;
import static io.pagenow.presence.it.TestEnvironment.NODE_B;
import static io.pagenow.presence.it.client.Socket.message;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.browser.Chromium;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.CuttableProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The live page when its connection ends. */
class LivePageConnectionIT extends LivePage {

  @Test
  void brokenConnectionIsVisibleAndComesBackWithWhatWasSaid() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (CuttableProxy proxy = CuttableProxy.to(TestEnvironment.application(NODE_A).getPort());
        Socket friend = connect(ben, nodeB)) {
      URI behind = URI.create("http://127.0.0.1:" + proxy.port() + "/presence-api/");
      Page page = signIn(windows.open(), behind, ann);
      share(page, PAGE, TITLE);
      friend.next(message("update-presence", ann));
      assertThat(page.locator("#connection-text")).hasText("Live");

      proxy.cut();
      assertThat(page.locator("#connection-text")).containsText("Connection lost");
      assertThat(page.locator("#countdown")).containsText("As of");
      assertThat(page.locator("#reconnect")).isVisible();
      Chromium.screenshot(page, "reconnecting");
      share(page, "https://example.org/", "Said meanwhile");
      proxy.restore();
      page.locator("#reconnect").click();

      assertThat(page.locator("#connection-text")).hasText("Live");
      friend.next(
          message("update-presence", ann)
              .and(json -> json.getString("title").equals("Said meanwhile")));
    }
  }

  @Test
  void closeCodeOfTheServerSaysWhetherThePageComesBack() throws Exception {
    Page page = windows.open();
    page.clock().install();
    List<WebSocketRoute> sockets = sockets(page);
    signIn(page, nodeA, user("ann"));
    page.clock().pauseAt(inAnHour());

    for (Disconnect reason :
        List.of(Disconnect.SERVICE_RESTART, Disconnect.IDLE, Disconnect.UNRESPONSIVE)) {
      int before = sockets.size();
      close(sockets.get(before - 1), reason.code(), reason.reason());
      assertThat(page.locator("#connection")).hasAttribute("data-state", "waiting");
      waitForNextAttempt(page);
      assertThat(page.locator("#connection-text")).hasText("Live");
      assertEquals(before + 1, sockets.size());
    }
    int before = sockets.size();
    Disconnect last = Disconnect.TOO_MANY_CONNECTIONS;
    close(sockets.get(before - 1), last.code(), last.reason());
    assertThat(page.locator("#connection-text")).containsText("too many windows");
    page.locator("#reconnect").click();
    assertThat(page.locator("#connection-text")).hasText("Live");
    assertEquals(before + 1, sockets.size());
  }

  @Test
  void restartOfTheServerIsWaitedForAsLongAsTheServerAsks() throws Exception {
    Page page = windows.open();
    page.clock().install();
    List<WebSocketRoute> sockets = sockets(page);
    signIn(page, nodeA, user("ann"));
    page.clock().pauseAt(inAnHour());

    close(
        sockets.get(0), Disconnect.SERVICE_RESTART.code(), "service restart; reconnect in 2700 ms");
    assertThat(page.locator("#connection-text")).containsText("The server restarts");
    assertThat(page.locator("#countdown")).containsText("3 s");
    page.clock().runFor(2_699);
    assertThat(page.locator("#connection")).hasAttribute("data-state", "waiting");
    page.clock().runFor(1);
    assertThat(page.locator("#connection-text")).hasText("Live");
    assertEquals(2, sockets.size());
  }

  @Test
  void pageOfAnIdleUserComesBackAndShowsWhoElseWasIdle() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    UserId cat = friend("cat", ann);
    Page page = signIn(windows.open(), nodeA, ann);
    Page other = signIn(windows.open(), nodeB, ben);
    share(other, PAGE, TITLE);
    try (Socket silent = connect(cat, nodeB)) {
      silent.update("https://example.com/", "Silent");
      assertThat(person(page, ben)).containsText(TITLE);
      assertThat(person(page, cat)).containsText("Silent");

      // The browser of one friend misses its heartbeats; the other friend sends none.
      double longAgo = System.currentTimeMillis() - Duration.ofMinutes(4).toMillis();
      redis.zadd("status", longAgo, ben.value());
      redis.zadd("status", longAgo, cat.value());
      TestEnvironment.sweep();

      // The first friend is back before the page shows that.
      assertThat(page.locator("#news")).containsText(cat + " Test is offline");
      assertThat(page.locator("#news")).not().containsText(ben + " Test is offline");
      assertThat(person(page, ben)).containsText(TITLE);
      assertThat(other.locator("#connection-text")).hasText("Live");
      assertThat(other.locator("#you")).containsText(TITLE);
      assertThat(person(page, cat)).containsText("Offline");
      page.reload();
      assertThat(person(page, cat)).containsText("Active 4 minutes ago");
      assertEquals(Disconnect.IDLE.code(), silent.closeCode());
    }
  }

  @Test
  void restartOfTheServerIsSurvivedAndWhatHappenedMeanwhileIsShown() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    UserId cat = friend("cat", ann);
    Page page = windows.open();
    page.clock().install();
    signIn(page, nodeB, ann);
    share(page, PAGE, TITLE);
    assertThat(page.locator("#you")).containsText(TITLE);
    page.clock().pauseAt(inAnHour());
    Socket leaver = connect(cat, nodeA);
    try (Socket friend = connect(ben, nodeA)) {
      leaver.update("https://example.com/", "Soon gone");
      assertThat(person(page, cat)).containsText("Soon gone");

      TestEnvironment.stop(NODE_B);
      try {
        assertThat(page.locator("#connection-text")).containsText("The server restarts");
        assertThat(page.locator("#friends")).hasClass(Pattern.compile("outdated"));
        waitForNextAttempt(page);
        assertThat(page.locator("#connection-text")).containsText("The server does not answer");
        friend.update("https://example.com/", "Written meanwhile");
        leaver.close();
      } finally {
        TestEnvironment.startAgain(NODE_B);
      }
      waitForNextAttempt(page);

      assertThat(page.locator("#connection-text")).hasText("Live");
      assertThat(person(page, ben)).containsText("Written meanwhile");
      assertThat(person(page, cat)).containsText("Offline");
      assertThat(page.locator("#you")).containsText(TITLE);
      assertEquals(0, friend.received().stream().filter(message("presence-timeout", ann)).count());
    }
  }

  /** Advances the stopped clock of the page until the page tries to connect again. */
  private static void waitForNextAttempt(Page page) {
    String countdown = page.locator("#countdown").textContent();
    long seconds = Long.parseLong(countdown.substring(0, countdown.indexOf(' ')));
    page.clock().runFor(Duration.ofSeconds(seconds).toMillis());
  }

  private static long inAnHour() {
    return System.currentTimeMillis() + Duration.ofHours(1).toMillis();
  }

  /** Returns the sockets that the page opens from now on, each forwarded to the server. */
  private static List<WebSocketRoute> sockets(Page page) {
    List<WebSocketRoute> sockets = new ArrayList<>();
    page.routeWebSocket(
        Pattern.compile("/presence-api/ws(\\?.*)?$"),
        socket -> {
          sockets.add(socket);
          socket.connectToServer();
        });
    return sockets;
  }

  private static void close(WebSocketRoute socket, int code, String reason) {
    socket.close(new WebSocketRoute.CloseOptions().setCode(code).setReason(reason));
  }
}
