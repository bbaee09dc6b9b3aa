package io.pagenow.presence.explanation;

import io.pagenow.presence.model.explanation.NodeReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The figures that the nodes publish about themselves, beside their leases.
 *
 * <p>Thread-safe. The methods block for a bounded time, and throw {@link
 * io.pagenow.presence.model.UnavailableException} if the store does not answer.
 */
public interface NodeReports {

  /**
   * The reports of all nodes.
   *
   * @param time when the store was asked, by its clock
   */
  record Reading(Instant time, List<NodeReport> nodes) {}

  /** Publishes figures of this node. They replace those before, and expire after a minute. */
  void publish(Map<String, String> figures);

  /** Returns the reports of all nodes that have a lease, or had one and are not reaped yet. */
  Reading read();
}
