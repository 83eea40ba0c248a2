package dev.sluice.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.GatewayMeters;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Reports;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.transport.loop.Loops;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final Loops loops = Loops.start(1);
  private final Exposition exposition = new Exposition();
  private final Observer observer = GatewayMeters.ofCalls(exposition.registry());

  @AfterEach
  void close() {
    exposition.close();
    loops.close();
  }

  @Test
  void openmetrics_shows_the_trace_of_a_call_as_an_exemplar() {
    end(new Call.Trace(TRACE, "", "", false));
    assertThat(exposition.text(OPEN))
        .contains("# {trace_id=\"" + TRACE + "\"}")
        .endsWith("# EOF\n");
    assertThat(exposition.text(PLAIN)).doesNotContain(TRACE);
  }

  @Test
  void a_call_without_a_trace_leaves_none() {
    end(Call.Trace.NONE);
    assertThat(exposition.text(OPEN)).doesNotContain("trace_id");
  }

  @Test
  void a_trace_that_is_not_sampled_here_is_not_shown() {
    end(new Call.Trace(TRACE, "", "b7ad6b7169203331", false));
    assertThat(exposition.text(OPEN)).doesNotContain("trace_id");
  }

  @Test
  void the_jvm_and_the_process_are_shown() {
    assertThat(exposition.text(PLAIN))
        .contains("\njvm_memory_used_bytes{", "\nprocess_cpu_seconds_total ")
        .contains("\nprocess_files_open_files ");
  }

  private void end(Call.Trace trace) {
    observer.callEnded(
        call(trace),
        Reports.of(
            new Answered(),
            new AttemptHistory("p/m", 1, List.of(), Duration.ZERO),
            Duration.ofSeconds(1),
            Optional.empty(),
            Duration.ZERO,
            new Usage(5, 7, 0, false),
            true));
  }

  private Call call(Call.Trace trace) {
    return new Call(
        "call",
        Operation.CHAT,
        new RequestFacts("m", 0, 0, false, false, OptionalLong.empty(), false),
        new Body(Unpooled.EMPTY_BUFFER, () -> {}),
        Map.of(),
        0,
        new Deadline(Long.MAX_VALUE),
        loops.next(),
        SchedulingHints.NONE,
        FailedTargets.NONE,
        trace,
        Payer.NOBODY,
        "",
        CallOrigin.NONE);
  }
}
