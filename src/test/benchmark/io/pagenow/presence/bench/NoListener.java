package io.pagenow.presence.bench;

/** A listener that ignores all calls: the base of those that need only some. */
class NoListener implements Client.Listener {
  @Override
  public void opened(Client client) {}

  @Override
  public void closed(Client client, boolean wasOpen, String reason) {}

  @Override
  public void updated(int receiver, int about, long sequence, long time) {}

  @Override
  public void timedOut(int receiver, int about, long time) {}

  @Override
  public void refused(String error) {}
}
