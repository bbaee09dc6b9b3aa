package io.pagenow.presence.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.model.UserId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotQueryTest {

  private static final SnapshotQuery ALL = new SnapshotQuery(Optional.empty(), Optional.empty());

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "x=y", "ids", "IDS=a", "Authorization=a.b.c"})
  void anyOtherQueryAsksForASnapshot(String query) {
    assertEquals(ALL, SnapshotQuery.parse(query));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ids=a,b", "ids=a%2Cb", "x=y&ids=b,a,b&ids=c"})
  void idsAreSeparatedByCommas(String query) {
    assertEquals(
        Optional.of(Set.of(new UserId("a"), new UserId("b"))), SnapshotQuery.parse(query).ids());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ids=", "ids=,", "ids=a,", "ids=a,,b", "ids=a%20b", "ids=a+b", "ids=%zz"})
  void malformedIdsAreRefused(String query) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> SnapshotQuery.parse(query)).getMessage();
    assertEquals("'ids' must be 1 to 650 ids of users, separated by commas", message);
  }

  @Test
  void theNumberOfIdsIsLimited() {
    assertEquals(650, SnapshotQuery.parse(ids(650)).ids().orElseThrow().size());
    assertThrows(IllegalArgumentException.class, () -> SnapshotQuery.parse(ids(651)));
    assertThrows(IllegalArgumentException.class, () -> SnapshotQuery.parse(ids(650) + ","));
    assertThrows(
        IllegalArgumentException.class, () -> SnapshotQuery.parse("ids=" + "a,".repeat(2_000)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1-0123456789abcdef", "anything"})
  void anySinceIsAccepted(String since) {
    assertEquals(Optional.of(since), SnapshotQuery.parse("since=" + since).since());
  }

  @Test
  void sinceAndIdsCannotBeCombined() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> SnapshotQuery.parse("since=&ids=a"));
    assertEquals("'since' and 'ids' cannot be combined", refusal.getMessage());
  }

  private static String ids(int count) {
    return "ids="
        + IntStream.range(0, count).mapToObj(i -> "user" + i).collect(Collectors.joining(","));
  }
}
