package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.PlatformThreads;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.TargetConfig.Prefill;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.internal.retry.RetryBudgets;
import dev.sluice.memory.HeapBudget;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ResumptionsTest {

  @Test
  void a_route_that_repeats_nothing_resumes_nothing() {
    assertThat(resumes(RetryConfig.defaults().resumes(true))).isTrue();
    assertThat(resumes(RetryConfig.defaults())).isFalse();
    assertThat(resumes(RetryConfig.off().resumes(true))).isFalse();
  }

  private static boolean resumes(RetryConfig retry) {
    var target =
        new TargetConfig(
            "p", Optional.of("m"), 1, 0, OptionalLong.empty(), Optional.of(Prefill.PREFIX));
    var route =
        new RouteConfig("r", List.of("*"), List.of(target), RoutePolicy.defaults().with(retry));
    try (var pool = new PlatformThreads(1)) {
      var resumptions =
          new Resumptions(new RetryBudgets(), new HeapBudget(1 << 20), pool, new VirtualLoop());
      return resumptions.of(route).isPresent();
    }
  }
}
