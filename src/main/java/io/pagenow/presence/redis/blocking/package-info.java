/** Runs scripts and waits for their results, for the periodic tasks of a node. */
@NullMarked
package io.pagenow.presence.redis.blocking;

import org.jspecify.annotations.NullMarked;
