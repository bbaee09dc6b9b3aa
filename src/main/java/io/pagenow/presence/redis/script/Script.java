package io.pagenow.presence.redis.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
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
  RENEW_LEASE,
  END_LEASE,
  RESTORE,
  FIND_DEAD_NODE,
  REAP,
  FORGET_NODE,
  CONNECTIONS_OF,
  PAGES_OF,
  REPLACE_PAGES,
  IN_GRACE_PERIOD,
  SCAN_PAGES;

  private final String text;
  private final String sha1;

  Script() {
    text = resource("prelude") + resource(name().toLowerCase(Locale.ROOT));
    sha1 = sha1(text);
  }

  /**
   * Returns the arguments of a call.
   *
   * @param sent when the call is sent, in microseconds by the clock of Redis. Redis rejects the
   *     call if it arrives too late; 0 means never
   * @param own the script's own arguments
   */
  public static List<String> arguments(long sent, List<String> own) {
    List<String> all = new ArrayList<>(own.size() + 1);
    all.add(String.valueOf(sent));
    all.addAll(own);
    return all;
  }

  public String text() {
    return text;
  }

  /** Returns the digest for EVALSHA, in hexadecimal. */
  String sha1() {
    return sha1;
  }

  private static String resource(String name) {
    String path = "/redis/" + name + ".lua";
    try (InputStream in = Script.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing from the application");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
