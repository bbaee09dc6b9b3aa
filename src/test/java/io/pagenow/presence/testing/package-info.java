/** What the integration tests have around them. */
@NullMarked
package io.pagenow.presence.testing;

import org.jspecify.annotations.NullMarked;
