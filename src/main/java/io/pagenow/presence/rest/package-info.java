/** The chat client's snapshots over HTTP. */
@NullMarked
package io.pagenow.presence.rest;

import org.jspecify.annotations.NullMarked;
