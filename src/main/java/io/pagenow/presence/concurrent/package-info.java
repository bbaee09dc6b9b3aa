/** The background threads of a node: loops that survive every failure and report their progress. */
@NullMarked
package io.pagenow.presence.concurrent;

import org.jspecify.annotations.NullMarked;
