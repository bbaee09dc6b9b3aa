/** Friendships and profiles in the user database, read through the server's data source. */
@NullMarked
package io.pagenow.presence.postgres;

import org.jspecify.annotations.NullMarked;
