/** The REST API: snapshots for the chat client, and health checks. */
@NullMarked
package io.pagenow.presence.rest;

import org.jspecify.annotations.NullMarked;
