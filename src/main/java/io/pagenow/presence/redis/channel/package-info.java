/** The channels by which this node receives events of other nodes, and their subscriptions. */
@NullMarked
package io.pagenow.presence.redis.channel;

import org.jspecify.annotations.NullMarked;
