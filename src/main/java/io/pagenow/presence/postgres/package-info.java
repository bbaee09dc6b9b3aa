/**
 * The friendships and profiles in the user database, read through the data source of the server.
 */
@NullMarked
package io.pagenow.presence.postgres;

import org.jspecify.annotations.NullMarked;
