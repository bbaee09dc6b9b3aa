/** Every JSON shape of the contract, and nothing else. */
@NullMarked
package io.pagenow.presence.protocol;

import org.jspecify.annotations.NullMarked;
