package dev.sluice.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.internal.timeout.LatencyRegistry;
import dev.sluice.internal.timeout.Prior;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeoutMetersTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final LatencyRegistry learned = new LatencyRegistry();
  private final TimeoutMeters meters = new TimeoutMeters(() -> learned, loop);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void what_is_not_learned_yet_has_no_line() {
    learned.target("p/m", name -> Prior.of("openai", name));
    meters.bindTo(registry);
    assertThat(lines(registry)).isZero();
    teach();
    meters.refresh();
    assertThat(
            registry
                .get("sluice.timeout.learned")
                .tags("gen_ai.provider.name", "p", "gen_ai.request.model", "m")
                .tags("what", "first_token", "input", "4KiB")
                .gauge()
                .value())
        .isPositive();
  }

  @Test
  void every_registry_is_brought_up_to_date_within_ten_seconds() {
    var other = new SimpleMeterRegistry();
    learned.target("p/m", name -> Prior.of("openai", name));
    meters.bindTo(registry);
    meters.bindTo(other);
    teach();
    assertThat(loop.timers()).isEqualTo(1);
    loop.advance(Duration.ofSeconds(10));
    await().untilAsserted(() -> assertThat(lines(registry)).isEqualTo(1));
    await().untilAsserted(() -> assertThat(lines(other)).isEqualTo(1));
    assertThat(loop.timers()).isEqualTo(1);
  }

  private static int lines(MeterRegistry registry) {
    return registry.find("sluice.timeout.learned").gauges().size();
  }

  private void teach() {
    Call call = Calls.streamed(loop, "m");
    for (int i = 1; i <= 100; i++) {
      learned.keep("p/m", call, i).firstTokenTook(call, 1_000_000, i);
    }
    call.body().close();
  }
}
