/** How a node that stops moves its clients to other nodes. */
@NullMarked
package io.pagenow.presence.cluster.drain;

import org.jspecify.annotations.NullMarked;
