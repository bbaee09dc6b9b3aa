package io.pagenow.presence.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientNameTest {

  @Test
  void theParameterComesBeforeTheHeader() {
    assertEquals("extension/2.1", name("since=7&client=extension%2F2.1&client=x", "Mozilla/5.0"));
  }

  @Test
  void theHeaderIsUsedIfThereIsNoParameter() {
    assertEquals("Mozilla/5.0", name(null, "Mozilla/5.0"));
    assertEquals("Mozilla/5.0", name("since=7&client=", "Mozilla/5.0"));
    assertEquals("Mozilla/5.0", name("client=%zz", "Mozilla/5.0"));
    assertEquals("", name(null, null));
  }

  @Test
  void aNameIsShortAndPlain() {
    assertEquals("a b c", name("client=%20a%0Ab%00%E2%82%ACc%20", null));
    assertEquals(120, name(null, "x".repeat(5_000)).length());
  }

  private static String name(@Nullable String query, @Nullable String userAgent) {
    return ClientName.of(
        (HttpServletRequest)
            Proxy.newProxyInstance(
                ClientNameTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getParameter")
                        ? QueryParameter.first(ClientName.PARAMETER, query)
                        : userAgent));
  }
}
