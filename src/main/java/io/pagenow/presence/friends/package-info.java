/** Who may see whom: the port to the friendships, and this node's fresh copy of them. */
@NullMarked
package io.pagenow.presence.friends;

import org.jspecify.annotations.NullMarked;
