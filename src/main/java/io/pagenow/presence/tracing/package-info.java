/** Traces of updates. Only this package knows OpenTelemetry; the other packages call its class. */
@NullMarked
package io.pagenow.presence.tracing;

import org.jspecify.annotations.NullMarked;
