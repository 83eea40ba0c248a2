package dev.sluice.lab.bench;

import dev.sluice.call.Call;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Operation;
import dev.sluice.report.history.History;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// The cost of the history for a streamed call with one attempt: all that the history is told of
/// the call.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HistoryBench {
  private static final String TARGET = "openai/gpt-5-mini";

  private final History history = new History(Duration.ofSeconds(10), 0);
  private final Call call =
      BenchCall.of("req_b822253cbf4902f2e92003b7d14a49f8", Operation.CHAT, "gpt-5-mini");
  private final Report report = BenchCall.answeredBy(TARGET);

  /// Notes a call on one loop.
  @Benchmark
  @Threads(1)
  public void one_loop() {
    observe();
  }

  /// Notes calls on two loops at the same time.
  @Benchmark
  @Threads(2)
  public void two_loops() {
    observe();
  }

  private void observe() {
    history.callStarted(call);
    history.callSent(call);
    history.attemptStarted(call, TARGET);
    history.attemptEnded(call, TARGET, report);
    history.callEnded(call, report);
  }
}
