/** What has to answer before this node accepts connections? */
@NullMarked
package io.pagenow.presence.cluster.start;

import org.jspecify.annotations.NullMarked;
