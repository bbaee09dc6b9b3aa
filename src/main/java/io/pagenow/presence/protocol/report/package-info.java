/** What users and operators see of connections, nodes and histories. */
@NullMarked
package io.pagenow.presence.protocol.report;

import org.jspecify.annotations.NullMarked;
