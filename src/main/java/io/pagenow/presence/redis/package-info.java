/** Presence in Redis: pools, one script a use case, and the way from node to node. */
@NullMarked
package io.pagenow.presence.redis;

import org.jspecify.annotations.NullMarked;
