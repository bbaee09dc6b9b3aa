package io.pagenow.presence.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedTypesTest {

  @Test
  void withoutAHeaderEveryTypeIsAccepted() {
    assertTrue(AcceptedTypes.parse(List.of()).includeJson());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ", ,",
        "*/*",
        "application/json",
        "APPLICATION/JSON ; charset=utf-8",
        "application/*;q=0.1",
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
        "application/json;q=abc",
        "application/json;q=0.001",
        "application/json;a=\"x,y\"",
        "*/*;q=0, application/json",
        "text/csv, */*",
      })
  void jsonIsIncluded(String header) {
    assertTrue(AcceptedTypes.parse(List.of(header)).includeJson());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "json",
        "text/csv",
        "a/b/c",
        "\"",
        ";;;",
        "application/json;q=0",
        "application/json; q=0.000",
        "application/json;q=0, */*",
        "application/*;q=0, */*;q=1",
        "*/*;Q=0",
      })
  void jsonIsNotIncluded(String header) {
    assertFalse(AcceptedTypes.parse(List.of(header)).includeJson());
  }

  @Test
  void severalHeadersAreCombined() {
    assertTrue(AcceptedTypes.parse(List.of("text/csv", "application/json")).includeJson());
  }
}
