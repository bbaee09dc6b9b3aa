/** Reads the presence of many users at once for snapshots, from the primary or a replica. */
@NullMarked
package io.pagenow.presence.redis.reader;

import org.jspecify.annotations.NullMarked;
