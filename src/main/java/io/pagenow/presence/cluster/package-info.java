/** How nodes work together: leases, subscriptions, recovery, and the sweeps of offline users. */
@NullMarked
package io.pagenow.presence.cluster;

import org.jspecify.annotations.NullMarked;
