package io.pagenow.presence.cluster;

import static io.pagenow.presence.testing.ChangedSettings.withGrace;
import static io.pagenow.presence.testing.ChangedSettings.withSharing;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sharing rules of pages that are recorded already, on two nodes. */
abstract class SharingWatchContract extends SharedPages {

  @Test
  void aStricterRuleHidesThePageAndTheLatestPage() throws SQLException {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    update(here, ann, BANK);
    assertEquals(ON_BANK, page());

    people.shareAllBut(ANN, "bank.test");
    here.friendshipWatch().run();

    assertEquals(HIDDEN, page());
    assertEquals(null, latestPage());
    await().until(() -> ben.sent().contains(EVENT_HIDDEN));
    assertEquals(EVENT_HIDDEN, ann.sent().get(1));
  }

  @Test
  void aStricterRuleHidesTheLatestPageOfAUserWhoHidesTheActivity() throws SQLException {
    RecordingConnection ann = here.connect(ANN);
    update(here, ann, BANK);
    update(here, ann, Page.NONE);
    assertEquals(ON_BANK, latestPage());

    people.shareOnly(ANN, "news.test");
    here.friendshipWatch().run();

    assertEquals(null, latestPage());
    assertEquals(EVENT_HIDDEN, ann.sent().get(2));
  }

  @Test
  void aStricterRuleChangesNothingElse() throws SQLException {
    RecordingConnection ann = here.connect(ANN);
    update(here, ann, NEWS);

    people.shareOnly(ANN, "news.test");
    here.friendshipWatch().run();
    here.sharingWatch().run();

    assertEquals(ON_NEWS, page());
    assertEquals(1, ann.sent().size());
  }

  @Test
  void theReportOfAnotherConnectionIsHiddenToo() throws SQLException {
    RecordingConnection one = here.connect(ANN);
    RecordingConnection two = there.connect(ANN);
    update(here, one, BANK);
    update(there, two, NEWS);

    people.shareAllBut(ANN, "bank.test");
    here.friendshipWatch().run();
    there.friendshipWatch().run();
    there.presence().close(two, Departure.CLOSED);

    await().until(() -> HIDDEN.equals(page()));
    assertFalse(stores.hash("presence:reports").toString().contains("bank"));
  }

  @Test
  void aPageIsHiddenInTheGracePeriod() throws SQLException {
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);
    update(here, ann, BANK);
    here.presence().close(ann, Departure.BROKEN);
    await().until(() -> stores.members("presence:parting").contains("ann"));
    here.close();

    people.shareAllBut(ANN, "bank.test");
    there.sharingWatch().run(); // Scans all pages.
    assertEquals(HIDDEN, page());
    people.shareAllBut(ANN);
    RecordingConnection again = there.connect(ANN);
    update(there, again, BANK);
    there.presence().close(again, Departure.BROKEN);
    await().until(() -> stores.members("presence:parting").contains("ann"));
    people.shareAllBut(ANN, "bank.test");
    there.sharingWatch().run();

    assertEquals(HIDDEN, page());
    await().until(() -> ben.sent().stream().filter(EVENT_HIDDEN::equals).count() == 2);
  }

  @Test
  void aHiddenPageIsNotRestored() throws SQLException {
    Settings plain = stores.settings();
    try (TestNode brief = new TestNode(stores, withGrace(plain, Duration.ofMillis(1)))) {
      RecordingConnection ann = brief.connect(ANN);
      brief.friendshipWatch().run();
      update(brief, ann, BANK);
      brief.presence().close(ann, Departure.BROKEN);
      await()
          .until(
              () -> {
                brief.sweep().endGracePeriods();
                return page() == null;
              });
      assertTrue(stores.dump().contains("bank.test"));

      brief.friendshipWatch().run(); // Drops the rules.
      people.shareAllBut(ANN, "bank.test");
      RecordingConnection again = brief.connect(ANN);

      await().until(() -> again.sent().contains(EVENT_HIDDEN));
      assertEquals(HIDDEN, page());
    }
  }

  @Test
  void pagesOfOtherProgramsAndOlderVersionsAreHidden() throws SQLException {
    people.shareOnly(ANN, "news.test");
    stores.redis().hset(stores.key("page", ANN), "ann", ON_BANK);
    stores.redis().hset(stores.key("latest_page", ANN), "ann", ON_BANK);
    stores.redis().hset(stores.key("page", BEN), "ben", ON_NEWS.replace("//", "//u:p@"));

    here.sharingWatch().run();

    assertEquals(HIDDEN, page());
    assertEquals(null, latestPage());
    assertEquals(ON_NEWS, stores.hash("page").get("ben"));
  }

  @Test
  void queriesAreRemovedFromUpdatesAndFromRecordedPages() throws SQLException {
    Settings plain = stores.settings();
    Page query = Pages.of("https://news.test/a?token=1#x", "News");
    RecordingConnection ann = here.connect(ANN);
    update(here, ann, query);
    try (TestNode strict =
        new TestNode(stores, withSharing(plain, new Settings.Sharing(true, true)))) {
      strict.sharingWatch().run();
      String stripped = "{\"url\":\"https://news.test/a\",\"title\":\"News\"}";
      assertEquals(stripped, page());
      assertEquals(stripped, latestPage());

      RecordingConnection again = strict.connect(ANN);
      update(strict, again, Pages.of("https://news.test/b#token", "News"));

      assertEquals(stripped.replace("/a", "/b"), page());
    }
  }
}
