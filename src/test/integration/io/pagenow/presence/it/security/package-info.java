/** Access to the application, and the secrecy of tokens. */
@NullMarked
package io.pagenow.presence.it.security;

import org.jspecify.annotations.NullMarked;
