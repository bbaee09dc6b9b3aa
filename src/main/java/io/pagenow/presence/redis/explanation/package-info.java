/** Reads what Redis knows about the cause of a user's presence. */
@NullMarked
package io.pagenow.presence.redis.explanation;

import org.jspecify.annotations.NullMarked;
