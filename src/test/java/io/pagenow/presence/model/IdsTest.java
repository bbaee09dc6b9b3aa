package io.pagenow.presence.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "543449a2-9225-479e-bf0c-c50da6b16b7c",
        "google_337456865285275482928",
        "a",
        "민수",
        "a+b@example.com"
      })
  void aCognitoUserNameIsAUserId(String name) {
    assertEquals(Optional.of(new UserId(name)), UserId.parse(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\n", "a\u0000"})
  void anyOtherTextIsNotAUserId(String name) {
    assertEquals(Optional.empty(), UserId.parse(name));
    assertThrows(IllegalArgumentException.class, () -> new UserId(name));
  }

  @Test
  void aUserIdHasAtMost128Characters() {
    assertTrue(UserId.parse("x".repeat(128)).isPresent());
    assertEquals(Optional.empty(), UserId.parse("x".repeat(129)));
  }

  @Test
  void aConnectionIdIsParsedFromItsText() {
    ConnectionId id = new ConnectionId(NodeId.random(), 42);

    assertEquals(Optional.of(id), ConnectionId.parse(id.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Zx1abcDEF=", "node-", "-1", "node-x", "a-b-1", "node-9999999999999999999"})
  void aConnectionIdOfAnotherSystemIsRejected(String text) {
    assertEquals(Optional.empty(), ConnectionId.parse(text));
  }

  @Test
  void nodeIdsAreUnique() {
    assertNotEquals(NodeId.random(), NodeId.random());
  }

  @Test
  void aNodeIdContainsNoDash() {
    assertThrows(IllegalArgumentException.class, () -> new NodeId("a-b"));
  }
}
