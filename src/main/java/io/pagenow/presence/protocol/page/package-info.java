/** How a page that a client reports becomes a page that is safe to store and to show. */
@NullMarked
package io.pagenow.presence.protocol.page;

import org.jspecify.annotations.NullMarked;
