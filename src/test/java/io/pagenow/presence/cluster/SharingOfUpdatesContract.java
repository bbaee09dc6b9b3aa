package io.pagenow.presence.cluster;

import static io.pagenow.presence.testing.ChangedSettings.withSharing;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Sharing rules of updates, on two nodes. */
abstract class SharingOfUpdatesContract extends SharedPages {

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
  void anythingIsShownIfTheRulesAreNotEnforced() throws SQLException {
    people.shareOnly(ANN);
    Settings plain = stores.settings();
    try (TestNode open =
        new TestNode(stores, withSharing(plain, new Settings.Sharing(false, false)))) {
      RecordingConnection ann = open.connect(ANN);
      update(open, ann, BANK);
      open.friendshipWatch().run();
      open.sharingWatch().run();

      assertEquals(ON_BANK, page());
    }
  }
}
