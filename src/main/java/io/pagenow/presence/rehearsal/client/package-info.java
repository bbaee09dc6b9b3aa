/** The clients of a rehearsal: what do they send, and what do they wait for? */
@NullMarked
package io.pagenow.presence.rehearsal.client;

import org.jspecify.annotations.NullMarked;
