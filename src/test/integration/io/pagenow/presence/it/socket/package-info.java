/** What a client sees on its WebSocket. */
@NullMarked
package io.pagenow.presence.it.socket;

import org.jspecify.annotations.NullMarked;
