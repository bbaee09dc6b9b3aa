/** The adapters for Redis: store, reader and leases. */
@NullMarked
package io.pagenow.presence.redis;

import org.jspecify.annotations.NullMarked;
