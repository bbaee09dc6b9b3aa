/** Servers, stores, clients and proxies that the tests use. */
@NullMarked
package io.pagenow.presence.testing;

import org.jspecify.annotations.NullMarked;
