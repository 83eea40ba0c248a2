package dev.sluice.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObserveCallTest {
  private final VirtualLoop loop = new VirtualLoop();

  /// Charged to the provider, a wait in the gateway's own queue asked for a faster target.
  @Test
  void a_wait_in_the_queue_is_neither_the_gateways_nor_the_providers() throws InterruptedException {
    Report report =
        report(
            (_, sink) -> {
              loop.advance(Duration.ofMillis(2));
              loop.advance(Duration.ofSeconds(10));
              sink.signal(new Signal.Queued(Duration.ofSeconds(10)));
              sink.attach(attempt());
              loop.advance(Duration.ofMillis(46));
              return new Answered();
            });
    assertThat(report.overhead()).isEqualTo(Duration.ofMillis(2));
    assertThat(report.parts())
        .isEqualTo(new Report.Parts(10_000_000_000L, 2_000_000L, 46_000_000L));
    assertThat(report.duration()).isEqualTo(Duration.ofMillis(10_048));
  }

  @Test
  void a_repeat_counts_to_the_provider_but_for_its_wait() throws InterruptedException {
    Report report =
        report(
            (_, sink) -> {
              sink.attach(attempt());
              loop.advance(Duration.ofSeconds(1));
              sink.reset();
              loop.advance(Duration.ofSeconds(4));
              sink.signal(new Signal.Queued(Duration.ofSeconds(4)));
              sink.attach(attempt());
              loop.advance(Duration.ofSeconds(2));
              return new Answered();
            });
    assertThat(report.parts()).isEqualTo(new Report.Parts(4_000_000_000L, 0, 3_000_000_000L));
  }

  @Test
  void a_call_that_was_sent_nowhere_has_no_part_of_a_provider() throws InterruptedException {
    Report report =
        report(
            (_, sink) -> {
              loop.advance(Duration.ofSeconds(31));
              sink.signal(new Signal.Queued(Duration.ofSeconds(30)));
              return new Failed.Shed(Failed.Reason.DEADLINE_UNREACHABLE, Optional.empty());
            });
    assertThat(report.parts()).isEqualTo(new Report.Parts(30_000_000_000L, 1_000_000_000L, 0));
  }

  private Report report(Service service) throws InterruptedException {
    List<Report> reports = new ArrayList<>();
    var observer =
        new Observer() {
          @Override
          public void callEnded(Call call, Report report) {
            reports.add(report);
          }
        };
    new ObserveCall(observer, loop)
        .send(Calls.whole(loop, "m"), new CommitPoint(new RecordingExit(), false, loop), service);
    return reports.getFirst();
  }

  private AttemptInfo attempt() {
    return new TestFeed("p/m", loop).info;
  }
}
