package io.pagenow.presence.model.explanation;

import java.time.Instant;
import java.util.Map;

/**
 * What a node published about itself.
 *
 * @param node the id of the node
 * @param leaseEndsAt when the lease of the node ends; in the past if the node is dead
 * @param figures the figures by name, as the node wrote them; empty if there are none
 */
public record NodeReport(String node, Instant leaseEndsAt, Map<String, String> figures) {}
