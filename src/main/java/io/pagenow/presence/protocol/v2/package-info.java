/** The JSON messages of protocol version 2. */
@NullMarked
package io.pagenow.presence.protocol.v2;

import org.jspecify.annotations.NullMarked;
