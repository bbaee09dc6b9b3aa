/** Who is calling: tokens and origins, checked in front of both doors. */
@NullMarked
package io.pagenow.presence.security;

import org.jspecify.annotations.NullMarked;
