/**
 * The built application on real servers. Each package below has the integration tests of one topic.
 */
@NullMarked
package io.pagenow.presence.it;

import org.jspecify.annotations.NullMarked;
