package io.pagenow.presence.redis.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The Lua scripts, named after the port methods that call them: files in {@code /redis/}, each with
 * its arguments in a comment.
 */
public enum Script {
  OPEN,
  TOUCH,
  UPDATE,
  CLOSE,
  CLAIM_IDLE,
  CLAIM_AFTER_GRACE,
  RECLAIM,
  ANNOUNCE,
  SUBSCRIBE,
  UNSUBSCRIBE,
  CURRENT,
  RECORD_OFFLINE,
  RENEW_LEASE,
  PROBE_CHANNEL,
  END_LEASE,
  RESTORE,
  FIND_DEAD_NODE,
  REAP,
  FORGET_NODE,
  CONNECTIONS_OF,
  PAGES_OF,
  REPLACE_PAGES,
  IN_GRACE_PERIOD,
  SCAN_PAGES,
  EXPLAIN,
  DISCONNECT,
  PUBLISH_FIGURES,
  NODE_REPORTS,
  VISIBILITY;

  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // The list cannot be modified.
  private final List<Argument> arguments;

  private final String sha1;

  Script() {
    ScriptText source = ScriptText.read(name().toLowerCase(Locale.ROOT));
    text = source.text();
    arguments = source.arguments();
    sha1 = sha1(text);
  }

  /** Returns a call without arguments. The caller adds those of the script, in any order. */
  public ScriptCall call() {
    return new ScriptCall(this);
  }

  /** Returns the arguments in the order of their positions, {@link Argument#SENT} first. */
  List<Argument> arguments() {
    return arguments;
  }

  public String text() {
    return text;
  }

  /** Returns the digest for EVALSHA, in hexadecimal. */
  public String sha1() {
    return sha1;
  }

  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }
}
