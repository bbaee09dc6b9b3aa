/** The use cases: how a connection changes the presence of its user, and who gets the event. */
@NullMarked
package io.pagenow.presence.presence;

import org.jspecify.annotations.NullMarked;
