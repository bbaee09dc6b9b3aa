package io.pagenow.presence.it;

import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Ann, and her friend Ben with a socket to the second server. New users for each test. */
@SuppressWarnings("NullAway.Init") // Set before each test.
public final class AnnAndBen implements BeforeEachCallback, AfterEachCallback {

  private final DeployedApplication application;
  private UserId ann;
  private UserId ben;
  private Socket socketOfBen;

  public AnnAndBen(DeployedApplication application) {
    this.application = application;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    ann = application.user("ann");
    ben = application.friend("ben", ann);
    socketOfBen = application.connect(ben, application.nodeB);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    socketOfBen.close();
  }

  public UserId ann() {
    return ann;
  }

  public UserId ben() {
    return ben;
  }

  /** Returns the socket of Ben, which receives the events of Ann. */
  public Socket socketOfBen() {
    return socketOfBen;
  }
}
