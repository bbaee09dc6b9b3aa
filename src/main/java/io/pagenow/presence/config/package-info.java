/** The settings of the application: read once, checked, and immutable. */
@NullMarked
package io.pagenow.presence.config;

import org.jspecify.annotations.NullMarked;
