package io.pagenow.presence.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sharing rules on two nodes: of updates, and of pages that are recorded already. */
abstract class SharingWatchContract {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final Page BANK = Pages.of("https://login.bank.test/account", "Account");
  private static final Page NEWS = Pages.of("https://news.test/", "News");
  private static final String HIDDEN = "{\"url\":\"\",\"title\":\"\"}";
  private static final String ON_BANK =
      "{\"url\":\"https://login.bank.test/account\",\"title\":\"Account\"}";
  private static final String ON_NEWS = "{\"url\":\"https://news.test/\",\"title\":\"News\"}";
  private static final String EVENT_HIDDEN =
      "{\"type\":\"update-presence\",\"userId\":\"ann\",\"url\":\"\",\"title\":\"\",\"domain\":\"\","
          + "\"latestUrl\":\"\",\"latestTitle\":\"\",\"latestDomain\":\"\"}";

  private Stores stores;
  private People people;
  private TestNode here;
  private TestNode there;

  @BeforeEach
  void start(Stores stores) throws SQLException {
    this.stores = stores;
    people = stores.people();
    here = new TestNode(stores);
    there = new TestNode(stores);
    people.add(ANN, BEN);
    people.befriend(ANN, BEN);
  }

  @AfterEach
  void stop() {
    there.close();
    here.close();
  }

  @Test
  void aPageThatTheRulesDoNotShowIsHidden() throws SQLException {
    people.shareAllBut(ANN, "bank.test");
    RecordingConnection ann = here.connect(ANN);
    RecordingConnection ben = there.connect(BEN);

    update(here, ann, BANK);

    assertEquals(HIDDEN, page());
    await().until(() -> ben.sent().contains(EVENT_HIDDEN));
    assertEquals(1, ann.sent().size());
  }

  @Test
  void aHiddenPageKeepsTheLatestPageThatIsVisible() throws SQLException {
    people.shareOnly(ANN, "news.test");
    RecordingConnection ann = here.connect(ANN);

    update(here, ann, NEWS);
    update(here, ann, BANK);

    assertEquals(HIDDEN, page());
    assertEquals(ON_NEWS, latestPage());
  }

  @Test
  void aRuleThatAllowsMoreShowsTheNextUpdate() throws SQLException {
    people.shareOnly(ANN);
    RecordingConnection ann = here.connect(ANN);
    update(here, ann, BANK);
    assertEquals(HIDDEN, page());

    people.shareOnly(ANN, "bank.test");
    update(here, ann, BANK);

    assertEquals(ON_BANK, page());
    assertTrue(ann.sent().get(1).contains("login.bank.test"), ann.sent().toString());
  }

  @Test
  void aUserWithoutAProfileSharesNothing() {
    UserId stranger = new UserId("stranger");
    RecordingConnection connection = here.connect(stranger);

    update(here, connection, NEWS);

    assertEquals(HIDDEN, stores.hash("page").get("stranger"));
  }

  @Test
  void aNewerUpdateReplacesOneThatWaitsForTheRules() throws SQLException {
    people.shareOnly(ANN, "news.test");
    RecordingConnection ann = here.connect(ANN);
    update(here, ann, BANK);

    var held = here.presence().update(ann, BANK).toCompletableFuture();
    here.presence().update(ann, NEWS).toCompletableFuture().join();
    held.join();

    assertEquals(ON_NEWS, page());
  }

  @Test
  void aConnectionThatBreaksWhileItsUpdateWaitsHidesThePageBefore() throws SQLException {
    people.shareOnly(ANN, "news.test");
    RecordingConnection ann = here.connect(ANN);
    update(here, ann, BANK);
    update(here, ann, NEWS);

    var held = here.presence().update(ann, BANK).toCompletableFuture();
    here.presence().close(ann, Departure.BROKEN);
    held.join();

    await().until(() -> HIDDEN.equals(page()));
  }

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
    try (TestNode brief = new TestNode(stores, withoutGrace(plain))) {
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
  void anythingIsShownIfTheRulesAreNotEnforced() throws SQLException {
    people.shareOnly(ANN);
    Settings plain = stores.settings();
    try (TestNode open = new TestNode(stores, with(plain, new Settings.Sharing(false, false)))) {
      RecordingConnection ann = open.connect(ANN);
      update(open, ann, BANK);
      open.friendshipWatch().run();
      open.sharingWatch().run();

      assertEquals(ON_BANK, page());
    }
  }

  @Test
  void queriesAreRemovedFromUpdatesAndFromRecordedPages() throws SQLException {
    Settings plain = stores.settings();
    Page query = Pages.of("https://news.test/a?token=1#x", "News");
    RecordingConnection ann = here.connect(ANN);
    update(here, ann, query);
    try (TestNode strict = new TestNode(stores, with(plain, new Settings.Sharing(true, true)))) {
      strict.sharingWatch().run();
      String stripped = "{\"url\":\"https://news.test/a\",\"title\":\"News\"}";
      assertEquals(stripped, page());
      assertEquals(stripped, latestPage());

      RecordingConnection again = strict.connect(ANN);
      update(strict, again, Pages.of("https://news.test/b#token", "News"));

      assertEquals(stripped.replace("/a", "/b"), page());
    }
  }

  private static Settings withoutGrace(Settings plain) {
    return new Settings(
        plain.timeout(),
        Duration.ofMillis(1),
        plain.origins(),
        plain.tokens(),
        plain.sharing(),
        plain.redis(),
        plain.sockets(),
        plain.pages(),
        plain.operations());
  }

  private static Settings with(Settings plain, Settings.Sharing sharing) {
    return new Settings(
        plain.timeout(),
        plain.reconnectGrace(),
        plain.origins(),
        plain.tokens(),
        sharing,
        plain.redis(),
        plain.sockets(),
        plain.pages(),
        plain.operations());
  }

  private static void update(TestNode node, RecordingConnection connection, Page page) {
    node.presence().update(connection, page).toCompletableFuture().join();
  }

  private @Nullable String page() {
    return stores.hash("page").get("ann");
  }

  private @Nullable String latestPage() {
    return stores.hash("latest_page").get("ann");
  }
}
