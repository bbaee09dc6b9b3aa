/** The vocabulary of presence: users, connections, pages and what happens to them. Plain values. */
@NullMarked
package io.pagenow.presence.model;

import org.jspecify.annotations.NullMarked;
