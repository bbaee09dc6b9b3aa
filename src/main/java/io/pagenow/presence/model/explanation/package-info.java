/** Why a user is shown as the user is shown. Plain values. */
@NullMarked
package io.pagenow.presence.model.explanation;

import org.jspecify.annotations.NullMarked;
