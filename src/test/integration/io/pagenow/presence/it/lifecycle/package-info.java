/** Nodes that are deployed, replaced and stopped in an orderly way. */
@NullMarked
package io.pagenow.presence.it.lifecycle;

import org.jspecify.annotations.NullMarked;
