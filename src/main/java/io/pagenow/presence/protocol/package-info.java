/** The JSON formats of the API and of Redis. */
@NullMarked
package io.pagenow.presence.protocol;

import org.jspecify.annotations.NullMarked;
