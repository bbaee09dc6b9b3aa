package io.pagenow.presence.bench;

/**
 * The messages in their JSON form. Each is as long as a real one and has its numbers at fixed
 * positions. So the benchmark parses and encodes as little as possible while it measures.
 */
public final class Texts {

  static final int USER_DIGITS = 8;
  static final int SEQUENCE_DIGITS = 12;

  static final String UPDATE_BEGINS = "{\"type\":\"update-presence\",\"userId\":\"";
  static final String TIMEOUT_BEGINS = "{\"type\":\"presence-timeout\",\"userId\":\"";
  static final String SAID_BEGINS = "{\"action\":\"update-presence\",\"url\":\"";
  static final String URL = "https://www.example.com/articles/presence/";

  /** The position of the page number in an update from a server. */
  static final int SEQUENCE_AT;

  private static final String USER = "-9225-479e-bf0c-c50da6b16b7c";
  private static final String URL_MEMBER = "\",\"url\":\"";

  static {
    String before = UPDATE_BEGINS + user(0) + URL_MEMBER + URL;
    SEQUENCE_AT = before.length();
  }

  private Texts() {}

  /** Returns the id of a user, which is as long as an id of Cognito. */
  public static String user(int number) {
    return digits(number, USER_DIGITS) + USER;
  }

  /** Returns the number of the user with this id. */
  public static int number(String user) {
    return Integer.parseInt(user.substring(0, USER_DIGITS));
  }

  /** Returns the update that a client sends for the page of this number. */
  static String said(long sequence) {
    return SAID_BEGINS
        + URL
        + digits(sequence, SEQUENCE_DIGITS)
        + "\",\"title\":\"How friends know where their friends are - Example\"}";
  }

  /**
   * Returns the update that the application delivers for a client's update, for a server without a
   * JSON library.
   */
  public static String event(String user, String said) {
    String url = member(said, "url");
    String title = member(said, "title");
    String page = url + "\",\"title\":\"" + title + "\",\"domain\":\"example.com";
    String latest = url + "\",\"latestTitle\":\"" + title + "\",\"latestDomain\":\"example.com";
    return UPDATE_BEGINS + user + URL_MEMBER + page + "\",\"latestUrl\":\"" + latest + "\"}";
  }

  /** Returns the message that the application delivers when a user is offline. */
  public static String timeout(String user) {
    return TIMEOUT_BEGINS + user + "\"}";
  }

  private static String member(String json, String name) {
    int from = json.indexOf('"' + name + "\":\"") + name.length() + 4;
    return json.substring(from, json.indexOf('"', from));
  }

  private static String digits(long number, int digits) {
    String text = Long.toString(number);
    return "0".repeat(digits - text.length()) + text;
  }
}
