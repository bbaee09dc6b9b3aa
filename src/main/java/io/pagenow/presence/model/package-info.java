/** The values of the domain: users, connections, pages, presence and events. All are immutable. */
@NullMarked
package io.pagenow.presence.model;

import org.jspecify.annotations.NullMarked;
