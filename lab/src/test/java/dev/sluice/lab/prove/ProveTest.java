package dev.sluice.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.LocalGateway;
import dev.sluice.lab.load.SdkClient;
import dev.sluice.lab.mechanism.Mechanism;
import dev.sluice.lab.mechanism.Variant;
import dev.sluice.lab.prove.PlannedCallResult.End;
import dev.sluice.lab.trace.Excerpt;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// The short form: what holds however fast the machine is.
class ProveTest {
  private static final Duration LENGTH = Duration.ofSeconds(8);
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final List<PlannedCall> CALLS =
      CallMix.of(Workload.RETRIEVAL, Excerpt.CONVERSATION.trace(), LENGTH, 1);
  private static final Trouble TROUBLE = new Trouble(CALLS, Workload.RETRIEVAL, LENGTH, 2, 1);

  @Test
  void each_call_ends_once_and_sluice_is_refused_less_often() throws Exception {
    try (Site alone = Site.start(TROUBLE, Duration.ZERO);
        Site behind = Site.start(TROUBLE, Duration.ZERO);
        LocalGateway gateway = LocalGateway.start(behind.config(Variant.WHOLE));
        SdkClient http = ApplicationClient.http(DEADLINE);
        ExecutorService players = Executors.newFixedThreadPool(2)) {
      var first = players.submit(() -> play(new ApplicationClient.Sdk(http, alone.bases())));
      var second = players.submit(() -> play(new ApplicationClient.Gateway(http, gateway.base())));
      List<PlannedCallResult> sdk = first.get();
      List<PlannedCallResult> sluice = second.get();
      assertThat(sdk).extracting(PlannedCallResult::call).isEqualTo(CALLS);
      assertThat(sluice).extracting(PlannedCallResult::call).isEqualTo(CALLS);
      assertThat(sluice)
          .filteredOn(PlannedCallResult::isAnswered)
          .hasSizeGreaterThan(CALLS.size() / 4);
      assertThat(sdk).extracting(PlannedCallResult::end).contains(End.ANSWERED, End.LIMITED);
      assertThat(behind.calls(status -> status == 429))
          .isLessThan(alone.calls(status -> status == 429) / 2);
    }
  }

  @Test
  void a_gateway_starts_without_any_of_the_mechanisms() throws Exception {
    try (Site site = Site.start(TROUBLE, Duration.ZERO)) {
      for (Mechanism each : Mechanism.values()) {
        Variant variant = new Variant(Set.of(each));
        LocalGateway.start(site.config(variant), variant::change).close();
      }
    }
  }

  private static List<PlannedCallResult> play(ApplicationClient client)
      throws InterruptedException {
    return new Side(client, Clock.SYSTEM, DEADLINE).run(CALLS, Clock.SYSTEM.nanos());
  }
}
