/** Where a url leads to: finds its authority and host, as browsers do. */
@NullMarked
package io.pagenow.presence.model.url;

import org.jspecify.annotations.NullMarked;
