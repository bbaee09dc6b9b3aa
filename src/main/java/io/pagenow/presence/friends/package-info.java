/** The friendships: the port to the user database, and the friend lists of connected users. */
@NullMarked
package io.pagenow.presence.friends;

import org.jspecify.annotations.NullMarked;
