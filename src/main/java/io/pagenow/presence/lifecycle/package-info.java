/** Start, stop and scheduled work of a node: the sweep of idle users and the periodic tasks. */
@NullMarked
package io.pagenow.presence.lifecycle;

import org.jspecify.annotations.NullMarked;
