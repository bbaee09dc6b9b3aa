/** The complete system on one machine, for development and for the integration tests. */
@NullMarked
package io.pagenow.presence.local;

import org.jspecify.annotations.NullMarked;
