package io.pagenow.presence.redis.inbox;

import java.util.List;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/** How far this node has read a stream. One thread uses it. */
final class InboxPosition {

  private static final StreamEntryID BEGINNING = new StreamEntryID(0, 0);

  private StreamEntryID last = BEGINNING;

  /** An entry that was read and is still in the stream, unless another node trimmed it. */
  private StreamEntryID kept = BEGINNING;

  private boolean interrupted;
  private boolean rereads;

  /** Returns the id of the entry after which to read. This node never trims that entry. */
  String last() {
    return last.toString();
  }

  /** Records that an entry was read. */
  void advance(StreamEntryID entry) {
    last = entry;
    kept = kept.equals(BEGINNING) ? last : kept;
  }

  /** Returns whether entries that are read now may have been read before, see {@link #resume}. */
  boolean rereads() {
    return rereads;
  }

  /** Records that all entries of the stream were read. */
  void reachEnd() {
    rereads = false;
  }

  /** Records that a read failed, so that the next one may be from another server. */
  void interrupt() {
    interrupted = true;
  }

  /**
   * After a failure, decides where to continue. The ids of a stream always increase, so all entries
   * after the last one are new, if the stream still has that one. Otherwise this is another stream:
   * Redis lost its data, or a replica was promoted that does not have the latest entries, and whose
   * clock may give new entries lower ids. Then the stream is read from its beginning.
   *
   * @return whether entries may have been missed
   */
  boolean resume(Pipeline redis, String key) {
    if (interrupted && !last.equals(BEGINNING)) {
      Response<List<StreamEntry>> found = redis.xrange(key, last(), last());
      redis.sync();
      if (found.get().isEmpty()) {
        last = BEGINNING;
        rereads = true;
      }
    }
    boolean lost = interrupted && rereads;
    interrupted = false;
    return lost;
  }

  /**
   * Returns whether entries were trimmed before they were read: see prelude.lua. Call it before the
   * trim.
   *
   * @param oldest the first entry of the stream; empty if the stream is
   */
  boolean hasGap(List<StreamEntry> oldest) {
    // Nodes never trim all entries: Redis lost an empty stream, and the recovery catches up.
    boolean gap =
        !kept.equals(BEGINNING)
            && oldest.stream().anyMatch(entry -> entry.getID().compareTo(kept) > 0);
    if (oldest.isEmpty()) {
      kept = BEGINNING;
    } else if (!last.equals(BEGINNING)) {
      kept = last;
    }
    return gap;
  }
}
