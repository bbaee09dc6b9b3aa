/** The form in which nodes store events for each other. */
@NullMarked
package io.pagenow.presence.protocol.stored;

import org.jspecify.annotations.NullMarked;
