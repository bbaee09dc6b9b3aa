/** Simulated users in large numbers, and the checks of what they receive. */
@NullMarked
package io.pagenow.presence.it.crowd;

import org.jspecify.annotations.NullMarked;
