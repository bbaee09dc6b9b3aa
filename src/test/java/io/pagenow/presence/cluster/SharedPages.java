package io.pagenow.presence.cluster;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two nodes, and the friends Ann and Ben, whose sharing rules the tests change. */
abstract class SharedPages {

  static final UserId ANN = new UserId("ann");
  static final UserId BEN = new UserId("ben");
  static final Page BANK = Pages.of("https://login.bank.test/account", "Account");
  static final Page NEWS = Pages.of("https://news.test/", "News");
  static final String HIDDEN = "{\"url\":\"\",\"title\":\"\"}";
  static final String ON_BANK =
      "{\"url\":\"https://login.bank.test/account\",\"title\":\"Account\"}";
  static final String ON_NEWS = "{\"url\":\"https://news.test/\",\"title\":\"News\"}";
  static final String EVENT_HIDDEN =
      "{\"type\":\"update-presence\",\"userId\":\"ann\",\"url\":\"\",\"title\":\"\",\"domain\":\"\","
          + "\"latestUrl\":\"\",\"latestTitle\":\"\",\"latestDomain\":\"\"}";

  Stores stores;
  People people;
  TestNode here;
  TestNode there;

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

  static void update(TestNode node, RecordingConnection connection, Page page) {
    node.presence().update(connection, page).toCompletableFuture().join();
  }

  @Nullable String page() {
    return stores.hash("page").get("ann");
  }

  @Nullable String latestPage() {
    return stores.hash("latest_page").get("ann");
  }
}
