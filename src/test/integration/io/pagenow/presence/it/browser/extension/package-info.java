/** The reference extension in a real browser. */
@NullMarked
package io.pagenow.presence.it.browser.extension;

import org.jspecify.annotations.NullMarked;
