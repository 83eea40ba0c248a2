package dev.sluice.server.metrics;

import dev.sluice.call.runtime.Loop;
import dev.sluice.stats.CurrentTrace;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/// The registry of a gateway process, and its text. The meters of the JVM and of the process are
/// bound when somebody asks for the first time: to find them takes longer than a start may. Safe
/// for any thread but a loop.
public final class Exposition implements AutoCloseable {
  /// An exemplar's label without a value says nothing.
  private static final String NO_SPAN = "span_id=\"\",";

  /// The trace of a call that is recorded is an exemplar's; a span there is none.
  private static final SpanContext TRACES =
      new SpanContext() {
        @Override
        public @Nullable String getCurrentTraceId() {
          return isCurrentSpanSampled() ? CurrentTrace.id() : null;
        }

        @Override
        public @Nullable String getCurrentSpanId() {
          return isCurrentSpanSampled() ? "" : null;
        }

        @Override
        public boolean isCurrentSpanSampled() {
          return !CurrentTrace.id().isEmpty();
        }

        @Override
        public void markCurrentSpanAsExemplar() {}
      };

  private final CoarseClock clock = new CoarseClock();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(
          PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock, TRACES);

  // Guarded by this.
  private @Nullable JvmMeters jvm;
  private boolean closed;

  public Exposition() {
    registry.config().meterFilter(JvmMeters.filter());
  }

  /// The registry that meters are registered with.
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /// Keeps the meters' time from now on, until `loop` ends.
  public void tickOn(Loop loop) {
    clock.tickOn(loop);
  }

  /// The time of the meters, in milliseconds since 1970.
  public long wallTime() {
    return clock.wallTime();
  }

  /// Writes all metrics in a format.
  ///
  /// @param contentType its media type
  public String text(String contentType) {
    bindJvm();
    return registry.scrape(contentType).replace(NO_SPAN, "");
  }

  private synchronized void bindJvm() {
    if (jvm == null && !closed) {
      jvm = new JvmMeters(registry);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (jvm != null) {
      jvm.close();
    }
  }
}
