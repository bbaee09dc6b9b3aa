/** A real browser under the control of a test. */
@NullMarked
package io.pagenow.presence.it.browser;

import org.jspecify.annotations.NullMarked;
