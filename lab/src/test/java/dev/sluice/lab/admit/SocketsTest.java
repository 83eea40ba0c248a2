package dev.sluice.lab.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.ProviderType;
import dev.sluice.lab.draw.Criterion;
import dev.sluice.lab.trace.Excerpt;
import dev.sluice.lab.trace.Trace;
import dev.sluice.server.CannotListen;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SocketsTest {
  /// The bucket is full at the start, so that for some seconds all are served.
  @Test
  void the_calls_of_the_first_seconds_are_served_on_both_sides()
      throws CannotListen, InterruptedException {
    Trace trace = Stretch.of(Excerpt.CONVERSATION.trace(), 4, 4, 1);
    ProviderRates rates = ProviderRates.of(trace, 0.5, Duration.ofSeconds(60));
    List<WorkloadCall> calls = Workload.of(trace, BandShares.DEFAULT, 1);
    try (Stage stage = Stage.start(rates, Duration.ofSeconds(10), ProviderType.OPENAI);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      List<OpenLoopCallers.Heard> heard =
          new OpenLoopCallers(client, stage.chat(), new BodySizes(1)).make(calls);
      assertThat(heard).hasSameSizeAs(calls).allMatch(OpenLoopCallers.Heard::served);
      assertThat(stage.attempts()).isEqualTo(calls.size());
      assertThat(stage.refused()).isZero();
    }
  }

  /// In the long form for a minute, on a machine with nothing else to do, where each bound holds.
  @Test
  void over_sockets_calls_fare_as_in_virtual_time() throws CannotListen, InterruptedException {
    boolean full = System.getProperty("sluice.long") != null;
    List<Criterion> criteria =
        Sockets.play(Excerpt.CONVERSATION.trace(), BandShares.DEFAULT, full ? 60 : 2).stream()
            .flatMap(result -> result.criteria().stream())
            .toList();
    if (full) {
      assertThat(criteria).allMatch(Criterion::holds);
    }
    assertThat(criteria)
        .extracting(Criterion::what)
        .containsExactly(
            "sockets, usage reported: 429s of attempts",
            "sockets, usage reported: difference of success",
            "sockets, usage reported: difference of critical success",
            "sockets, usage reported: difference of used of the quota",
            "sockets, usage reported: difference of the median wait",
            "sockets, no usage reported: 429s of attempts",
            "sockets, no usage reported: difference of success",
            "sockets, no usage reported: difference of critical success",
            "sockets, no usage reported: difference of used of the quota",
            "sockets, no usage reported: difference of the median wait");
  }
}
