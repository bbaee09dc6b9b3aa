/** Many clients at a time: the stress tests and the soak test. */
@NullMarked
package io.pagenow.presence.it.load;

import org.jspecify.annotations.NullMarked;
