/**
 * The messages that this node receives by Redis: events of other nodes, and changed friendships.
 */
@NullMarked
package io.pagenow.presence.redis.inbox;

import org.jspecify.annotations.NullMarked;
