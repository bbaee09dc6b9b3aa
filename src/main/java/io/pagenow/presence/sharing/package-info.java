/**
 * Which pages friends may see: the sharing rules of users, and the port to the database that has
 * them.
 */
@NullMarked
package io.pagenow.presence.sharing;

import org.jspecify.annotations.NullMarked;
