/** The connections to Redis, to one server or to a cluster, and the partitions of its keys. */
@NullMarked
package io.pagenow.presence.redis.connection;

import org.jspecify.annotations.NullMarked;
