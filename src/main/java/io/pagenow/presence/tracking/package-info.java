/** The use cases: what a connection does to its user's presence, and who is told. */
@NullMarked
package io.pagenow.presence.tracking;

import org.jspecify.annotations.NullMarked;
