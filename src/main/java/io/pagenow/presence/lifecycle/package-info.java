/** What runs by the clock: the sweep of idle users and this node's housekeeping. */
@NullMarked
package io.pagenow.presence.lifecycle;

import org.jspecify.annotations.NullMarked;
