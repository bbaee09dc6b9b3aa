/** The live page in a real browser. */
@NullMarked
package io.pagenow.presence.it.browser.page;

import org.jspecify.annotations.NullMarked;
