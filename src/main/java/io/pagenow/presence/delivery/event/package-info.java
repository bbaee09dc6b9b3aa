/** The order of the events of each user, and their way to the connections of this node. */
@NullMarked
package io.pagenow.presence.delivery.event;

import org.jspecify.annotations.NullMarked;
