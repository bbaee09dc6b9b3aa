/**
 * The use cases: how a connection changes the presence of its user, and which connections get the
 * event.
 */
@NullMarked
package io.pagenow.presence.presence;

import org.jspecify.annotations.NullMarked;
