/** Stores and nodes that fail or hang. */
@NullMarked
package io.pagenow.presence.it.outage;

import org.jspecify.annotations.NullMarked;
