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
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

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
/// Safe for any thread; the observer's methods never wait. To be closed after the gateway.
public final class CallSpans implements Observer, MeterBinder, AutoCloseable {
  private final Sampling sampling;
  private final OpenCalls open = new OpenCalls();
  private final SpanMaker maker;
  private final SpanQueue queue;
  private final ToIntFunction<Outcome> status;
  private final Clock clock;

  CallSpans(TraceConfig config, SpanExporter exporter, ToIntFunction<Outcome> status, Clock clock) {
    this.sampling = new Sampling(config.sample(), config.slow(), ThreadLocalRandom::current);
    this.maker = new SpanMaker(config.names(), config.resource());
    this.queue = new SpanQueue(exporter, maker, config.timeout().multipliedBy(2), clock);
    this.status = status;
    this.clock = clock;
  }

  /// Starts it for a gateway in an application, whose calls come over no connection.
  public static CallSpans start(TraceConfig config) {
    return start(config, _ -> 0);
  }

  /// Starts it for a server.
  ///
  /// @param status the HTTP status that a client is told; 0 for none
  public static CallSpans start(TraceConfig config, ToIntFunction<Outcome> status) {
    return new CallSpans(config, exporter(config), status, Clock.SYSTEM);
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

  /// Takes the providers' kinds and addresses from the configuration that holds now.
  public void use(GatewayConfig config) {
    maker.use(config);
  }

  @Override
  public Call.Trace span(Call.Trace above) {
    return sampling.below(above);
  }

  @Override
  public void callStarted(Call call) {
    open.begin(call.trace().span());
  }

  @Override
  public void queued(Call call, QueueWait wait) {
    Call.Trace below = sampling.below(call.trace());
    open.add(call.trace().span(), SpanRecord.OfWait.of(below, wait, clock.nanos()));
  }

  @Override
  public void attemptEnded(Call call, String target, Report report) {
    SpanRecord.OfAttempt attempt = SpanRecord.OfAttempt.of(call, target, report, clock.nanos());
    boolean kept = open.add(call.trace().parent(), attempt);
    if (!kept && sampling.sends(call, report)) {
      queue.add(attempt);
    }
  }

  @Override
  public void callEnded(Call call, Report report) {
    if (sampling.sends(call, report)) {
      int told = status.applyAsInt(report.outcome());
      queue.add(SpanRecord.OfCall.of(call, report, clock.nanos(), told));
      open.end(call.trace().span()).forEach(queue::add);
    } else {
      open.drop(call.trace().span());
    }
  }

  /// How many spans a collector has accepted.
  public long sent() {
    return queue.sent();
  }

  /// How many spans were dropped, because too many waited.
  public long dropped() {
    return queue.dropped();
  }

  /// How many spans a collector did not accept.
  public long failed() {
    return queue.failed();
  }

  /// How many calls are under way.
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

  /// Sends what waits, for 2 s at most, and ends.
  @Override
  public void close() {
    queue.close();
  }

  /// Held, since a logger that nobody holds forgets its level.
  private static final class Silenced {
    static final Logger EXPORTER = Logger.getLogger("io.opentelemetry");
  }
}
