/** What a node has for each master of the Redis cluster. */
@NullMarked
package io.pagenow.presence.redis.master;

import org.jspecify.annotations.NullMarked;
