/** How nodes work together: their states, leases, drain and recovery. */
@NullMarked
package io.pagenow.presence.cluster;

import org.jspecify.annotations.NullMarked;
