package dev.sluice.lab.bench;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.lab.load.NoLoop;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes calls without sockets, of which nothing but what is said counts, and the report of one.
final class BenchCall {
  private BenchCall() {}

  /// Makes a call without a body, for a stream of `model`.
  static Call of(String id, Operation operation, String model) {
    return of(
        id, operation, new RequestFacts(model, 0, 0, true, false, OptionalLong.empty(), false), 0);
  }

  /// The report of a call that `target` has answered at its first attempt.
  static Report answeredBy(String target) {
    return new Report(
        new Answered(),
        triedOnce(target),
        Duration.ofMillis(2_345),
        Optional.of(Duration.ofMillis(456)),
        Duration.ofNanos(80_000),
        new Usage(900, 250, 0, false),
        true,
        "chat",
        List.of(new Report.Attempt(target, Optional.empty(), 1, 2, 3, 4, Call.Trace.NONE)),
        Optional.empty());
  }

  private static AttemptHistory triedOnce(String target) {
    var step = new AttemptHistory.Step(target, Optional.empty());
    return new AttemptHistory(target, 1, List.of(step), Duration.ZERO);
  }

  /// Makes a call whose body has `size` zeros.
  static Call of(String id, Operation operation, RequestFacts facts, int size) {
    var body = new Body(Unpooled.wrappedBuffer(new byte[size]), () -> {});
    return new Call(id, operation, facts, body, Map.of(), 0, new Deadline(0), new NoLoop());
  }
}
