package io.pagenow.presence.tracing;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The traces of updates: from the client through the script, also over the inbox of another node,
 * to the writes to sockets. They need an agent of OpenTelemetry in the JVM. Without one, nothing is
 * recorded and no method does anything but call its action. Thread-safe.
 *
 * <p>No attribute has a url, a title or a user id.
 */
public final class Traces {

  /** The field of an inbox entry with the trace of its event, in the form of W3C Trace Context. */
  public static final String FIELD = "traceparent";

  private static final W3CTraceContextPropagator FORM = W3CTraceContextPropagator.getInstance();

  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // Nothing calls it, but it has no default.
        public Iterable<String> keys(Map<String, String> entry) {
          return entry.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> entry, String name) {
          return entry == null ? null : entry.get(name);
        }
      };

  /** An event that is being delivered: the trace that it belongs to, and since when. */
  public record Delivery(Context trace, Instant since) {}

  private Traces() {}

  /** Starts an action in a span, which ends when the stage of the action completes. */
  public static <T> CompletionStage<T> follow(String name, Supplier<CompletionStage<T>> action) {
    Span span = tracer().spanBuilder(name).startSpan();
    if (!span.getSpanContext().isValid()) {
      return action.get();
    }
    try {
      return Context.current()
          .with(span)
          .wrapSupplier(action)
          .get()
          .whenComplete((result, failure) -> end(span, failure));
    } catch (Throwable e) {
      end(span, e);
      throw e;
    }
  }

  /** Works as {@link #follow}, if the caller is in a trace. Otherwise only starts the action. */
  public static <T> CompletionStage<T> step(String name, Supplier<CompletionStage<T>> action) {
    return Span.current().getSpanContext().isValid() ? follow(name, action) : action.get();
  }

  /** Runs an action in a span that continues the trace of an inbox entry, if it has one. */
  public static void receive(Map<String, String> entry, Runnable action) {
    if (!entry.containsKey(FIELD)) {
      action.run();
      return;
    }
    Span span =
        tracer()
            .spanBuilder("inbox")
            .setParent(FORM.extract(Context.root(), entry, GETTER))
            .setSpanKind(SpanKind.CONSUMER)
            .startSpan();
    try {
      Context.current().with(span).wrap(action).run();
    } finally {
      span.end();
    }
  }

  /** Returns the trace of the caller for an inbox entry; empty if nothing is recorded. */
  public static String parent() {
    if (!Span.current().getSpanContext().isSampled()) {
      return "";
    }
    Map<String, String> fields = new HashMap<>();
    FORM.inject(Context.current(), fields, Map::put);
    return fields.getOrDefault(FIELD, "");
  }

  /** Returns a function that another thread applies as a part of the caller's trace. */
  public static <T, R> Function<T, R> within(Function<T, R> function) {
    Context trace = Context.current();
    return trace == Context.root() ? function : trace.wrapFunction(function);
  }

  /** Returns the delivery of an event in the caller's trace; null if nothing is recorded. */
  public static @Nullable Delivery delivery() {
    return Span.current().getSpanContext().isSampled()
        ? new Delivery(Context.current(), Instant.now())
        : null;
  }

  /** Records that an event was written to a socket. */
  public static void written(@Nullable Delivery delivery) {
    if (delivery != null) {
      tracer()
          .spanBuilder("socket write")
          .setParent(delivery.trace())
          .setSpanKind(SpanKind.PRODUCER)
          .setStartTimestamp(delivery.since())
          .startSpan()
          .end();
    }
  }

  private static void end(Span span, @Nullable Throwable failure) {
    if (failure != null) {
      span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
    }
    span.end();
  }

  private static Tracer tracer() {
    return GlobalOpenTelemetry.getTracer("io.pagenow.presence");
  }
}
