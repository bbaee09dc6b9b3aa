/** Runs scripts: many calls in one round trip, in the order of the calls of each partition. */
@NullMarked
package io.pagenow.presence.redis.pipeline;

import org.jspecify.annotations.NullMarked;
