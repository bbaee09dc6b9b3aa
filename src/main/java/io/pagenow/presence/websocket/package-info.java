/** The extension's socket: handshake, messages, limits, close codes. */
@NullMarked
package io.pagenow.presence.websocket;

import org.jspecify.annotations.NullMarked;
