/** The clients of the tests: WebSocket, HTTP, and raw bytes. */
@NullMarked
package io.pagenow.presence.it.client;

import org.jspecify.annotations.NullMarked;
