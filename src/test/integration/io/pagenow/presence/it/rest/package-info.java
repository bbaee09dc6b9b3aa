/** What a client sees of the REST resources and the health checks. */
@NullMarked
package io.pagenow.presence.it.rest;

import org.jspecify.annotations.NullMarked;
