/** The open connections of this node, and the messages that wait for each. */
@NullMarked
package io.pagenow.presence.delivery;

import org.jspecify.annotations.NullMarked;
