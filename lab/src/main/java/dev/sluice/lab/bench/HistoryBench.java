package dev.sluice.lab.bench;

import dev.sluice.call.Call;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Operation;
import dev.sluice.report.history.History;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Threads;

/// The cost of the history for a streamed call with one attempt: all that the history is told of
/// the call.
public class HistoryBench extends PerCallBench {
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
