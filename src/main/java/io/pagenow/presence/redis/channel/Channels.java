package io.pagenow.presence.redis.channel;

import io.pagenow.presence.redis.connection.Partitions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The channels of this node, one for each partition. Each has the name of the stream and its slot.
 *
 * @param areSharded whether Redis is a cluster, whose channels belong to slots as keys do
 */
record Channels(
    List<String> names,
    Map<String, Integer> partitions,
    List<ChannelState> states,
    boolean areSharded) {

  /** Returns the channels of a node, with new states. */
  static Channels of(Partitions partitions, String node, Function<String, ChannelState> newState) {
    List<String> names =
        IntStream.range(0, partitions.count())
            .mapToObj(partition -> partitions.inbox(node, partition))
            .toList();
    return new Channels(
        names,
        IntStream.range(0, names.size()).boxed().collect(Collectors.toMap(names::get, i -> i)),
        names.stream().map(newState).toList(),
        names.size() > 1);
  }

  String name(int partition) {
    return names.get(partition);
  }

  ChannelState state(int partition) {
    return states.get(partition);
  }

  /** Returns the partition of a channel. */
  int partitionOf(String channel) {
    Integer partition = partitions.get(channel);
    if (partition == null) {
      throw new IllegalArgumentException("Unknown channel " + channel);
    }
    return partition;
  }
}
