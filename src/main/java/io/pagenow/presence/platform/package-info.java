/** What every adapter needs of its surroundings: settings, threads, problem responses. */
@NullMarked
package io.pagenow.presence.platform;

import org.jspecify.annotations.NullMarked;
