package io.pagenow.presence.it.browser.page;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.CuttableProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The client library as other pages use it. */
class LivePageLibraryIT extends LivePage {

  @Test
  void connectionWhoseUserIsOfflineInTheSnapshotIsReplaced() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (CuttableProxy network = CuttableProxy.to(nodeA.getPort());
        Socket friend = connect(ben, nodeB)) {
      Page page = windows.open();
      page.clock().install();
      // Snapshots bypass the network proxy, so that only the socket falls silent.
      page.route("**/api/presence", this::passAround);
      page.navigate("http://127.0.0.1:" + network.port() + "/presence-api/");
      connectLibrary(page, ann, 1);
      page.evaluate("page => client.update(page)", page(PAGE, TITLE));
      friend.next(title(ann, TITLE));
      page.waitForFunction("() => client.self?.page?.url");
      // A snapshot may be this far behind.
      page.clock().runFor(11_000);

      network.silence();
      double longAgo = System.currentTimeMillis() - Duration.ofMinutes(4).toMillis();
      redis.zadd("status", longAgo, ann.value());
      page.evaluate("() => client.resync()");

      await().until(() -> titles(friend, ann).equals(List.of(TITLE, TITLE)));
      assertEquals(2, connectionsOf(ann).size());
    }
  }

  @Test
  void userNamesAndPasswordsOfUrlsStayOnTheMachine() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Socket friend = connect(ben, nodeB)) {
      Page page = windows.open();
      page.navigate(nodeA.toString());
      List<String> sent = new ArrayList<>();
      page.onWebSocket(socket -> socket.onFrameSent(frame -> sent.add(frame.text())));
      connectLibrary(page, ann, 2);
      List<String> urls =
          List.of(
              "https://alice:secret@example.com/",
              "https://secret@example.com/x",
              "HTTPS:\\\\alice:secret@example.com",
              "view-source:https://alice:secret@example.com/",
              "blob:https://alice:secret@example.com/1",
              "ftp://alice:secret@example.com/",
              "other://alice:secret@example.com/",
              "https://alice:secret@example.com:99999/");
      for (int i = 0; i < urls.size(); i++) {
        page.evaluate("page => client.update(page)", page(urls.get(i), "Page " + i));
        friend.next(title(ann, "Page " + i));
      }
      page.evaluate("() => client.update({ url: 'https://example.com/a@b' })");

      String last = friend.next(title(ann, "")).getString("url");
      assertEquals("https://example.com/a@b", last);
      assertEquals(List.of(), sent.stream().filter(text -> text.contains("secret")).toList());
      assertEquals(
          List.of(), friend.texts().stream().filter(text -> text.contains("secret")).toList());
    }
  }

  private void passAround(Route route) {
    route.resume(new Route.ResumeOptions().setUrl(nodeA.resolve("api/presence").toString()));
  }

  private static Map<String, String> page(String url, String title) {
    return Map.of("url", url, "title", title);
  }
}
