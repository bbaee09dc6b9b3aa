/** HTTP: requests without what only confuses servers, and problem answers (RFC 9457). */
@NullMarked
package io.pagenow.presence.http;

import org.jspecify.annotations.NullMarked;
