package io.pagenow.presence.it.browser.page;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.CuttableProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client library in both versions of the protocol. */
class ClientVersionsIT extends LivePage {

  /** A server without version 2 refuses its handshake. Browsers do not say why. */
  static final String REFUSES_VERSION_2 =
      "() => {"
          + " const Real = WebSocket;"
          + " window.WebSocket = class extends Real {"
          + "   constructor(url, protocols = []) {"
          + "     super(protocols.length ? new URL('none', url) : url, protocols); } }; }";

  private final List<String> sockets = new ArrayList<>();
  private final List<String> received = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void gapIsReportedAndWhatHappenedInItIsShown(int version) throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    UserId cat = friend("cat", ann);
    // A node that has just started, or was without Redis, has no value to resume from.
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> get("api/presence?since=", ann, nodeA).body().contains("\"since\":\""));
    try (CuttableProxy network = CuttableProxy.to(nodeA.getPort());
        Socket friend = connect(ben, nodeB)) {
      Page page = open(URI.create("http://127.0.0.1:" + network.port() + "/presence-api/"));
      connectLibrary(page, ann, version);
      friend.update(PAGE, "Before");
      page.waitForFunction("id => client.friend(id).page?.title === 'Before'", ben.value());
      page.evaluate(
          "() => { window.gaps = [];"
              + " client.on('lost', () => gaps.push('lost'));"
              + " client.on('resynchronised', ({ lostAt }) => gaps.push(typeof lostAt)); }");

      network.cut();
      page.waitForFunction("() => client.state.name === 'waiting'");
      page.evaluate("page => client.update(page)", Map.of("url", PAGE, "title", "Waiting"));
      assertEquals("Waiting", page.evaluate("() => client.snapshot.queued.title"));
      friend.update(PAGE, "Meanwhile");
      people.unfriend(ann, cat);
      if (version == 1) {
        // Only a snapshot tells version 1 that a friend is gone. It may be five seconds old.
        await().until(() -> !get("api/presence", ann, nodeA).body().contains(cat.value()));
      }
      network.restore();
      page.evaluate("() => client.connect()");

      page.waitForFunction("id => client.friend(id).page?.title === 'Meanwhile'", ben.value());
      page.waitForFunction("id => client.friend(id) === null", cat.value());
      friend.next(title(ann, "Waiting"));
      page.waitForFunction("() => client.queued === null");
      assertEquals(List.of("lost", "number"), page.evaluate("() => gaps"));
      assertEquals(version == 2, sockets.get(sockets.size() - 1).contains("since="));
    }
  }

  @Test
  void serverThatRefusesVersion2IsSpokenToInVersion1() throws Exception {
    UserId ann = user("ann");
    Page page = open(nodeA);
    page.evaluate(REFUSES_VERSION_2);

    connectLibrary(page, ann, 2);

    assertEquals(
        List.of("/presence-api/none", "/presence-api/ws"),
        sockets.stream().map(address -> URI.create(address).getPath()).toList());
    page.evaluate("page => client.update(page)", Map.of("url", PAGE, "title", TITLE));
    page.waitForFunction("() => client.self.page?.title && client.queued === null");
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "2, 0"})
  void fewErrorsAreProvokedWhileNothingHappens(int version, int most) throws Exception {
    Page page = open(nodeA);
    page.clock().install();
    connectLibrary(page, user("ann"), version);
    received.clear();

    // In steps shorter than the time that the server has to answer.
    for (int step = 0; step < 40; step++) {
      page.clock().runFor(Duration.ofSeconds(3).toMillis());
      page.waitForTimeout(20);
    }
    page.waitForCondition(() -> received.stream().anyMatch(answer(version)));
    long errors = received.stream().filter(answer(1)).count();
    assertTrue(errors <= most, received::toString);
  }

  @Test
  void freshTokenIsSentOnTheOpenSocket() throws Exception {
    Page page = open(nodeA);
    connectLibrary(page, user("ann"), 2);
    assertTrue(received.get(0).contains("expiresAt"));
    received.clear();

    page.evaluate("() => client.renewToken()");

    page.waitForCondition(() -> received.stream().anyMatch(text -> text.contains("expiresAt")));
    assertEquals(1, sockets.size());
    assertEquals("open", page.evaluate("() => client.state.name"));
  }

  /** Matches the message by which the server shows that it answers. */
  private static Predicate<String> answer(int version) {
    return text -> text.contains(version == 1 ? "unknown-action" : "\"ack\"");
  }

  private Page open(URI application) {
    Page page = windows.open();
    page.onWebSocket(
        socket -> {
          sockets.add(socket.url());
          socket.onFrameReceived(frame -> received.add(frame.text()));
        });
    // A page without scripts of its own.
    page.navigate(application.resolve("live/icon.svg").toString());
    return page;
  }
}
