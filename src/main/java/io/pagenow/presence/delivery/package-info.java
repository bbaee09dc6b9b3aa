/** This node's open connections, and what waits to be sent to each. */
@NullMarked
package io.pagenow.presence.delivery;

import org.jspecify.annotations.NullMarked;
