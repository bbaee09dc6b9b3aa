/** What a node tells about itself: health and metrics. */
@NullMarked
package io.pagenow.presence.rest.node;

import org.jspecify.annotations.NullMarked;
