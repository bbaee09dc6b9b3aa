/** Which users' events a node gets, and how it gets those that it missed. */
@NullMarked
package io.pagenow.presence.cluster.subscription;

import org.jspecify.annotations.NullMarked;
