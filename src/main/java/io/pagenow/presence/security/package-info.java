/**
 * Authentication: tokens and origins, checked by filters before the REST resources and the
 * WebSocket endpoint.
 */
@NullMarked
package io.pagenow.presence.security;

import org.jspecify.annotations.NullMarked;
