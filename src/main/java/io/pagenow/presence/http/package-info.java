/** Problem answers of HTTP (RFC 9457), from filters, resources and the error page. */
@NullMarked
package io.pagenow.presence.http;

import org.jspecify.annotations.NullMarked;
