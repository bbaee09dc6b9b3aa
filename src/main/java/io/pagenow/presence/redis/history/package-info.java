/** The histories of users in Redis. */
@NullMarked
package io.pagenow.presence.redis.history;

import org.jspecify.annotations.NullMarked;
