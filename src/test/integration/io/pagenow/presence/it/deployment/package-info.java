/** The set-up of servers, and what stands before and behind the nodes. */
@NullMarked
package io.pagenow.presence.it.deployment;

import org.jspecify.annotations.NullMarked;
