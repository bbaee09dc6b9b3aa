package io.pagenow.presence.delivery;

/** A call of a {@link RecordingConnection} before which a test may run an action. */
public enum ConnectionCall {
  ID,
  SILENCE,
  SEND
}
