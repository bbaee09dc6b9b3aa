/** The revoked tokens: their connections are closed, and they open no new ones. */
@NullMarked
package io.pagenow.presence.revocation;

import org.jspecify.annotations.NullMarked;
