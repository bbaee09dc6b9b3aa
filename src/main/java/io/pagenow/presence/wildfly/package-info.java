/**
 * Adapters for WildFly: they send messages and release handshakes on Undertow. On other servers,
 * beans.xml excludes this package.
 */
@NullMarked
package io.pagenow.presence.wildfly;

import org.jspecify.annotations.NullMarked;
