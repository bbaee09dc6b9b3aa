package io.pagenow.presence.model;

/** The version of the protocol that a connection speaks. The client chooses it. */
public enum ProtocolVersion {
  V1,
  V2;

  /** The WebSocket subprotocol of version 2. Version 1 has none. */
  public static final String V2_SUBPROTOCOL = "presence.v2";
}
