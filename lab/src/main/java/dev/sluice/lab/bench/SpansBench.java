package dev.sluice.lab.bench;

import dev.sluice.call.Call;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Operation;
import dev.sluice.otel.CallSpans;
import dev.sluice.otel.TraceConfig;
import java.net.URI;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// The cost of spans for the thread of a streamed call with one attempt, the collector being away:
/// ids, records, and the queue for those that are sampled.
public class SpansBench extends PerCallBench {
  private static final String TARGET = "p/m";
  private static final URI NOBODY = URI.create("http://127.0.0.1:1/v1/traces");

  /// The share of calls whose spans are sampled.
  @Param({"0", "0.1"})
  private double sample;

  private CallSpans spans = spans(0);
  private final Call came = BenchCall.of("bench", Operation.CHAT, "m");
  private final Report report = BenchCall.answeredBy(TARGET);

  @Setup
  public void start() {
    spans.close();
    spans = spans(sample);
  }

  private static CallSpans spans(double sample) {
    TraceConfig standard = TraceConfig.to(NOBODY, "bench");
    return CallSpans.start(
        new TraceConfig(
            NOBODY,
            Map.of(),
            standard.timeout(),
            sample,
            standard.slow(),
            standard.names(),
            standard.resource()));
  }

  @TearDown
  public void end() {
    spans.close();
  }

  @Benchmark
  public void a_call() {
    Call call = came.withTrace(spans.span(came.trace()));
    spans.callStarted(call);
    Call attempt = call.withTrace(spans.span(call.trace()));
    spans.attemptStarted(attempt, TARGET);
    spans.attemptEnded(attempt, TARGET, report);
    spans.callEnded(call, report);
  }
}
