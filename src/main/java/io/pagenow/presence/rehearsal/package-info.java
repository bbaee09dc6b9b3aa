/** What does a node do before it accepts connections, so that the first ones are fast? */
@NullMarked
package io.pagenow.presence.rehearsal;

import org.jspecify.annotations.NullMarked;
