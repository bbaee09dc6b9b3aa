/**
 * The messages that this node receives by Redis: events of other nodes, changed friendships, and
 * revocations with their log. Also from which time on they are complete.
 */
@NullMarked
package io.pagenow.presence.redis.inbox;

import org.jspecify.annotations.NullMarked;
