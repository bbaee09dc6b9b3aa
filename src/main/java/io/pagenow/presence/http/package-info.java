/** HTTP: hides request headers that servers may fail to parse, and sends problems (RFC 9457). */
@NullMarked
package io.pagenow.presence.http;

import org.jspecify.annotations.NullMarked;
