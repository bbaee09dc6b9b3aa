package io.pagenow.presence.testing;

import java.util.stream.Stream;

/**
 * Entries of sharing lists on which the server and the extension must agree. More samples are in
 * the files of {@code src/test/resources/sharing}.
 */
public final class SharingSamples {

  private SharingSamples() {}

  /** Returns entries that are no domain. */
  public static Stream<String> unclearEntries() {
    return Stream.of(
        "*",
        "exa*mple.test",
        "*example.test",
        "*.1.2.3.4",
        "example.*",
        "*.*.test",
        "192.168.*",
        "10.0.0.0/8",
        "2001:db8::/32",
        "[::1",
        "1.2.3.400",
        "12345",
        "a..test",
        "example.test:port",
        "\"a.test\"",
        "||a.test^",
        "chrome://settings",
        "about:blank",
        "https://",
        "-",
        "@",
        "#",
        "xn--a.test");
  }
}
