/** What the messages of a client cause, in each version of the protocol. */
@NullMarked
package io.pagenow.presence.conversation;

import org.jspecify.annotations.NullMarked;
