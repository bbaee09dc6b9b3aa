/** What arrives over Redis: events of other nodes, and notices of changed friendships. */
@NullMarked
package io.pagenow.presence.redis.inbox;

import org.jspecify.annotations.NullMarked;
