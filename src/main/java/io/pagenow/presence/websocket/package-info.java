/**
 * The WebSocket endpoint for the browser extension: handshake, messages, limits and close codes.
 */
@NullMarked
package io.pagenow.presence.websocket;

import org.jspecify.annotations.NullMarked;
