/**
 * The benchmark, {@code mvn -Pbench verify}: the cost and the maximum load of the application on a
 * real server, compared with a bare endpoint on the same server. See {@code docs/benchmark.md}.
 */
@NullMarked
package io.pagenow.presence.bench;

import org.jspecify.annotations.NullMarked;
