/** What did a user do in the last days? Only the user reads it. */
@NullMarked
package io.pagenow.presence.history;

import org.jspecify.annotations.NullMarked;
