/** Why is a user shown as the user is shown, and who may ask? */
@NullMarked
package io.pagenow.presence.explanation;

import org.jspecify.annotations.NullMarked;
