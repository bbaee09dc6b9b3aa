/** The use cases: what a connection does to its user's presence, and who is told. */
@NullMarked
package io.pagenow.presence.presence;

import org.jspecify.annotations.NullMarked;
