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
 * The scripts, one a use case: files below {@code /redis/}, each with its arguments in a comment.
 */
public enum Script {
  OPEN,
  TOUCH,
  UPDATE,
  CLOSE,
  CLAIM,
  DEPART,
  RECLAIM,
  ANNOUNCE,
  WATCH,
  UNWATCH,
  CURRENT,
  RENEW,
  LEAVE,
  RESTORE,
  DEAD,
  REAP,
  FORGET,
  COUNT;

  private final String text;
  private final String sha1;

  Script() {
    text = resource("prelude") + resource(name().toLowerCase(Locale.ROOT));
    sha1 = sha1(text);
  }

  /**
   * The arguments of a call.
   *
   * @param sent when it is sent, in microseconds by the clock of Redis, which refuses a call that
   *     it finds too late; 0 if it may always happen
   * @param own those that the script has beside that
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

  /** The digest by which Redis knows the script, in hexadecimal. */
  String sha1() {
    return sha1;
  }

  private static String resource(String name) {
    String path = "/redis/" + name + ".lua";
    try (InputStream in = Script.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not in the application");
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
