/**
 * What a node counts and measures. Only this package knows Micrometer; the other packages call its
 * classes.
 */
@NullMarked
package io.pagenow.presence.metrics;

import org.jspecify.annotations.NullMarked;
