/** Which users go offline although their clients did not close a connection. */
@NullMarked
package io.pagenow.presence.cluster.sweep;

import org.jspecify.annotations.NullMarked;
