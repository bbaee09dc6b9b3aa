package io.pagenow.presence.local;

import java.util.stream.Stream;

/**
 * A member of a cluster, as another one sees it.
 *
 * @param line its line in the reply to {@code CLUSTER NODES}
 */
record ClusterNode(String line) {

  /** Returns all members in a reply to {@code CLUSTER NODES}. */
  static Stream<ClusterNode> parse(String reply) {
    return reply.lines().map(ClusterNode::new);
  }

  boolean isMaster() {
    return line.contains("master");
  }

  /** Returns whether the other member suspects or knows that this one is dead. */
  boolean hasFailed() {
    return line.contains("fail");
  }

  int port() {
    return Integer.parseInt(line.replaceAll("^\\S+ [^:]+:(\\d+)@.*", "$1"));
  }

  boolean holds(int slot) {
    String[] words = line.split(" ", -1);
    for (int i = 8; i < words.length; i++) {
      if (words[i].matches("\\d+(-\\d+)?")) {
        String[] range = words[i].split("-", -1);
        if (slot >= Integer.parseInt(range[0])
            && slot <= Integer.parseInt(range[range.length - 1])) {
          return true;
        }
      }
    }
    return false;
  }
}
