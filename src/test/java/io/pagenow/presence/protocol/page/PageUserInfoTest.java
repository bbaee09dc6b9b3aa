package io.pagenow.presence.protocol.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** User names and passwords in URLs. */
class PageUserInfoTest {

  @ParameterizedTest
  @MethodSource("urlsWithUserInfo")
  void userInfoIsRemoved(String url, String shown) {
    assertEquals(shown, Pages.of(url, "").url());
  }

  static Stream<Arguments> urlsWithUserInfo() {
    return Stream.of(
        arguments("https://alice:secret@example.com/", "https://example.com/"),
        arguments("https://alice@example.com", "https://example.com"),
        arguments("https://:secret@example.com?q", "https://example.com?q"),
        arguments("https://@example.com#f", "https://example.com#f"),
        arguments("HTTPS://u:p@h/", "HTTPS://h/"),
        arguments("hTtP://u:p@h:8080/a@b?c@d#e@f", "hTtP://h:8080/a@b?c@d#e@f"),
        arguments("https:\\\\u:p@h/", "https:\\\\h/"),
        arguments("https:\\\\u:p@h\\x@y", "https:\\\\h\\x@y"),
        arguments("https:/u:p@h", "https:/h"),
        arguments("https:u:p@h/", "https:h/"),
        arguments("https:/\\/u:p@h/", "https:/\\/h/"),
        arguments("https:///u:p@h/", "https:///h/"),
        arguments("  https://u:p@h/", "  https://h/"),
        arguments("https://a@b@c:d@h/", "https://h/"),
        arguments("https://u%40x:p@h/", "https://h/"),
        arguments("https://u:p%40h/", "https://h/"),
        arguments("https://u:p\uff20h/", "https://h/"),
        arguments("https://u:p @h/", "https://h/"),
        arguments("https://u:p@[::1]:80/", "https://[::1]:80/"),
        arguments("ftp://u:p@h/", "ftp://h/"),
        arguments("wss://u:p@h/", "wss://h/"),
        arguments("file://u:p@h/x", "file://h/x"),
        arguments("ssh://u:p@h:22/x", "ssh://h:22/x"),
        arguments("foo://u:p\\@h/x", "foo://h/x"),
        arguments("view-source:https://u:p@h/", "view-source:https://h/"),
        arguments("view-source: https:\\u:p@h/", "view-source: https:\\h/"),
        arguments("view-source:view-source:http:u:p@h", "view-source:view-source:http:h"),
        arguments("blob:https://u:p@h/1-2", "blob:https://h/1-2"),
        arguments("//u:p@h/", "//h/"),
        arguments("1http://u:p@h/", "1http://h/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://medium.com/@alice",
        "https://example.com?mail=a@b.com",
        "https://example.com/#a@b",
        "https://example.com/https://u:p@h/",
        "https:\\\\example.com\\a@b",
        "https://example.com/a%40b",
        "mailto:alice@example.com",
        "MAILTO:alice@example.com?cc=https://u:p@h/",
        "mailto:https:alice@example.com",
        "sip:alice@example.com",
        "tel:1@2",
        "data:text/html,a@b//c@d",
        "file:///home/alice@work/x",
        "chrome://settings/people@x",
        "about:blank",
        "alice@example.com",
        "www.example.com//@alice",
        "foo:/a@b",
      })
  void anAtSignOutsideTheUserInfoIsKept(String url) {
    assertEquals(url, Pages.of(url, "").url());
  }
}
