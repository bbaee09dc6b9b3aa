/**
 * The benchmark, {@code mvn -Pbench verify}: what the application costs and bears on a real server,
 * beside a bare endpoint on the same one. See {@code docs/benchmark.md}.
 */
@NullMarked
package io.pagenow.presence.bench;

import org.jspecify.annotations.NullMarked;
