package dev.sluice.otel;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.GatewayConfig;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// An observer that sends calls as spans to an OpenTelemetry collector: one for each call, below it
/// one for each wait in the queue and one for each attempt. Spans are made when the call has ended,
/// from what was reported; at its begin there are ids alone.
///
/// ```java
/// var spans = CallSpans.start(TraceConfig.to(URI.create("http://127.0.0.1:4318/v1/traces"), "app"));
/// spans.use(config);
/// Gateway gateway = Gateway.builder(config).observer(spans).start();
/// ```
///
/// Where spans go, and which are sent, may change while calls run ([#sendTo]); a call that began
/// while none were sent has none.
///
/// Safe for any thread; the observer's methods never wait. To be closed after the gateway.
public final class CallSpans implements Observer, MeterBinder, AutoCloseable {
  private final OpenSpans open = new OpenSpans();
  private final SpanMaker maker = new SpanMaker();
  private final SpanQueue queue;
  private final Function<TraceConfig, SpanExporter> exporters;
  private final ToIntFunction<Outcome> status;
  private final Clock clock;

  /// The sampling in force; null while no spans are sent.
  private volatile @Nullable Sampling sampling;

  /// The configuration that was set last.
  private Optional<TraceConfig> current = Optional.empty();

  CallSpans(
      Function<TraceConfig, SpanExporter> exporters, ToIntFunction<Outcome> status, Clock clock) {
    this.queue = new SpanQueue(maker, clock);
    this.exporters = exporters;
    this.status = status;
    this.clock = clock;
  }

  /// Starts spans for a gateway in an application, whose calls come over no connection.
  public static CallSpans start(TraceConfig config) {
    return start(config, _ -> 0);
  }

  /// Starts spans for a server.
  ///
  /// @param status the HTTP status that a client is told; 0 for none
  public static CallSpans start(TraceConfig config, ToIntFunction<Outcome> status) {
    CallSpans spans = idle(status);
    spans.sendTo(Optional.of(config));
    return spans;
  }

  /// Makes spans for a server, of which none are sent until [#sendTo].
  ///
  /// @param status the HTTP status that a client is told; 0 for none
  public static CallSpans idle(ToIntFunction<Outcome> status) {
    return new CallSpans(CallSpans::exporter, status, Clock.SYSTEM);
  }

  /// Sends spans as `config` says from now on, those that wait included. Changes nothing where that
  /// configuration holds already.
  ///
  /// @param config where spans go, and which; empty to send no more and drop what waits
  public synchronized void sendTo(Optional<TraceConfig> config) {
    if (!config.equals(current)) {
      config.ifPresent(this::configure);
      sampling = config.map(CallSpans::sampling).orElse(null);
      queue.send(config.map(to -> new SpanQueue.Sender(exporters.apply(to), to.timeout())));
      current = config;
    }
  }

  private void configure(TraceConfig config) {
    maker.use(config.names(), config.resource());
  }

  private static Sampling sampling(TraceConfig config) {
    return new Sampling(config.sample(), config.slow(), ThreadLocalRandom::current);
  }

  private static SpanExporter exporter(TraceConfig config) {
    // Each request that fails would be a line; the queue tells of the first one.
    Silenced.EXPORTER.setLevel(Level.OFF);
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(config.endpoint().toString())
            .setTimeout(config.timeout())
            .setConnectTimeout(config.timeout())
            .setCompression("gzip");
    config.headers().forEach(builder::addHeader);
    return builder.build();
  }

  /// Takes the providers' kinds and addresses from the configuration in force.
  public void use(GatewayConfig config) {
    maker.use(config);
  }

  @Override
  public Call.Trace span(Call.Trace above) {
    Sampling now = sampling;
    return now == null ? above : now.below(above);
  }

  @Override
  public void callStarted(Call call) {
    if (call.trace().hasSpan()) {
      open.begin(call.trace().span());
    }
  }

  @Override
  public void queued(Call call, QueueWait wait) {
    Sampling now = sampling;
    if (now != null && call.trace().hasSpan()) {
      Call.Trace below = now.below(call.trace());
      open.add(call.trace().span(), SpanRecord.OfWait.of(below, wait, clock.nanos()));
    }
  }

  @Override
  public void attemptEnded(Call call, String target, Report report) {
    Sampling now = sampling;
    if (now == null || !call.trace().hasSpan()) {
      return;
    }
    SpanRecord.OfAttempt attempt = SpanRecord.OfAttempt.of(call, target, report, clock.nanos());
    boolean kept = open.add(call.trace().parent(), attempt);
    if (!kept && now.sends(call, report)) {
      queue.add(attempt);
    }
  }

  @Override
  public void callEnded(Call call, Report report) {
    Sampling now = sampling;
    if (!call.trace().hasSpan()) {
      return;
    }
    if (now != null && now.sends(call, report)) {
      send(call, report);
    } else {
      open.drop(call.trace().span());
    }
  }

  private void send(Call call, Report report) {
    int told = status.applyAsInt(report.outcome());
    queue.add(SpanRecord.OfCall.of(call, report, clock.nanos(), told));
    open.end(call.trace().span()).forEach(queue::add);
  }

  /// Returns how many spans a collector has accepted.
  public long sent() {
    return queue.sent();
  }

  /// Returns how many spans were dropped, because too many waited.
  public long dropped() {
    return queue.dropped();
  }

  /// Returns how many spans a collector did not accept.
  public long failed() {
    return queue.failed();
  }

  /// Returns how many calls are under way.
  int open() {
    return open.size();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    count(registry, "sent", CallSpans::sent);
    count(registry, "dropped", CallSpans::dropped);
    count(registry, "failed", CallSpans::failed);
  }

  private void count(MeterRegistry registry, String outcome, ToDoubleFunction<CallSpans> value) {
    FunctionCounter.builder("sluice.spans", this, value)
        .description("spans by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  /// Sends what waits, for 2 s at most, and stops.
  @Override
  public void close() {
    queue.close();
  }

  /// Holds the exporter's logger, since a logger that nobody refers to forgets its level.
  private static final class Silenced {
    static final Logger EXPORTER = Logger.getLogger("io.opentelemetry");
  }
}
