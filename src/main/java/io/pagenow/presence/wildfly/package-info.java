/**
 * What is special on WildFly: sending and the memory of handshakes on Undertow. Excluded elsewhere
 * in beans.xml.
 */
@NullMarked
package io.pagenow.presence.wildfly;

import org.jspecify.annotations.NullMarked;
