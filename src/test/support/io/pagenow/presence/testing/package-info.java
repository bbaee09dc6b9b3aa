/** Stores, nodes and proxies that tests of all kinds use. */
@NullMarked
package io.pagenow.presence.testing;

import org.jspecify.annotations.NullMarked;
