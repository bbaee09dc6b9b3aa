package io.pagenow.presence.redis.master;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.redis.connection.Shards;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

class MasterNumbersTest {

  private static final Optional<HostAndPort> A = Optional.of(new HostAndPort("a", 6379));
  private static final Optional<HostAndPort> B = Optional.of(new HostAndPort("b", 6379));
  private static final Optional<HostAndPort> C = Optional.of(new HostAndPort("c", 6379));

  /** The masters of four partitions. */
  private final List<Optional<HostAndPort>> masters =
      new ArrayList<>(Collections.nCopies(4, Optional.empty()));

  private final MasterNumbers numbers = new MasterNumbers(new KnownMasters(masters), 4);

  /** Shards that nothing connects to. */
  private record KnownMasters(List<Optional<HostAndPort>> masters) implements Shards {
    @Override
    public Connection connect(int partition) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<HostAndPort> master(int partition) {
      return masters.get(partition);
    }

    @Override
    public void rediscover() {}

    @Override
    public void close() {}
  }

  @Test
  void theFirstNumberHasAllPartitionsUntilMastersAreKnown() {
    assertEquals(0, numbers.of(3));
    assertEquals(Map.of(0, List.of(0, 1, 2, 3)), numbers.partitions());

    know(List.of(A, B, A, B));

    assertEquals(0, numbers.of(3));
    assertEquals(1, numbers.of(0));
    assertEquals(Map.of(1, List.of(0, 2), 0, List.of(1, 3)), numbers.partitions());
  }

  @Test
  void aNewMasterHasTheNumberOfTheOneThatIsGone() {
    know(List.of(A, B, A, B));
    assertEquals(Map.of(0, List.of(0, 2), 1, List.of(1, 3)), numbers.partitions());

    know(List.of(C, B, C, B));

    assertEquals(1, numbers.of(1));
    assertEquals(0, numbers.of(2));
  }

  @Test
  void theOtherMastersKeepTheirNumbersWhenOneIsGone() {
    know(List.of(A, B, C, C));
    assertEquals(Map.of(0, List.of(0), 1, List.of(1), 2, List.of(2, 3)), numbers.partitions());

    know(List.of(C, C, C, C));

    assertEquals(Map.of(2, List.of(0, 1, 2, 3)), numbers.partitions());
  }

  @Test
  void aPartitionThatMovesHasTheNumberOfItsNewMaster() {
    know(List.of(A, A, B, B));
    assertEquals(0, numbers.of(1));
    assertEquals(1, numbers.of(2));

    know(List.of(A, B, B, B));

    assertEquals(1, numbers.of(1));
    assertEquals(Map.of(0, List.of(0), 1, List.of(1, 2, 3)), numbers.partitions());
  }

  @Test
  void partitionsWithoutAMasterHaveANumberOfTheirOwn() {
    know(List.of(A, Optional.empty(), A, Optional.empty()));

    assertEquals(Map.of(0, List.of(0, 2), 1, List.of(1, 3)), numbers.partitions());
  }

  private void know(List<Optional<HostAndPort>> known) {
    Collections.copy(masters, known);
  }
}
