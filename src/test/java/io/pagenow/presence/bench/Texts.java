package io.pagenow.presence.bench;

/**
 * The messages as they are on the wire. Each is as long as a real one, and numbers stand at fixed
 * places in it, so that nothing is parsed or encoded more than needed while it is measured.
 */
public final class Texts {

  static final int USER_DIGITS = 8;
  static final int SEQUENCE_DIGITS = 12;

  static final String UPDATE_BEGINS = "{\"type\":\"update-presence\",\"userId\":\"";
  static final String TIMEOUT_BEGINS = "{\"type\":\"presence-timeout\",\"userId\":\"";
  static final String SAID_BEGINS = "{\"action\":\"update-presence\",\"url\":\"";
  static final String URL = "https://www.example.com/articles/presence/";

  /** Where an update that a server sends has the number of the page. */
  static final int SEQUENCE_AT;

  private static final String USER = "-9225-479e-bf0c-c50da6b16b7c";
  private static final String URL_MEMBER = "\",\"url\":\"";

  static {
    String before = UPDATE_BEGINS + user(0) + URL_MEMBER + URL;
    SEQUENCE_AT = before.length();
  }

  private Texts() {}

  /** The id of a user, as long as those of Cognito are. */
  public static String user(int number) {
    return digits(number, USER_DIGITS) + USER;
  }

  /** The number of a user with such an id. */
  public static int number(String user) {
    return Integer.parseInt(user.substring(0, USER_DIGITS));
  }

  /** What a client says that is on the page of this number. */
  static String said(long sequence) {
    return SAID_BEGINS
        + URL
        + digits(sequence, SEQUENCE_DIGITS)
        + "\",\"title\":\"How friends know where their friends are - Example\"}";
  }

  /** What the application makes of what a client said, for a server without a JSON library. */
  public static String event(String user, String said) {
    String url = member(said, "url");
    String title = member(said, "title");
    String page = url + "\",\"title\":\"" + title + "\",\"domain\":\"example.com";
    String latest = url + "\",\"latestTitle\":\"" + title + "\",\"latestDomain\":\"example.com";
    return UPDATE_BEGINS + user + URL_MEMBER + page + "\",\"latestUrl\":\"" + latest + "\"}";
  }

  /** What the application says of a user who is gone. */
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
