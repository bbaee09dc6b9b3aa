/** The keys of the token issuer: which keys does it publish, and which of them may be used? */
@NullMarked
package io.pagenow.presence.security.keys;

import org.jspecify.annotations.NullMarked;
