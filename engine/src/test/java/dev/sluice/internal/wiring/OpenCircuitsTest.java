package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.internal.breaker.Breaker;
import dev.sluice.internal.breaker.BreakerContext;
import dev.sluice.internal.breaker.Breakers;
import dev.sluice.stats.State;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OpenCircuitsTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final Breakers breakers = breakers();
  private final Breaker breaker =
      breakers.of("p/m", EnumSet.of(Operation.CHAT), BreakerConfig.defaults());
  private final OpenCircuits circuits =
      new OpenCircuits(breakers, new AdmissionControllers(GenerationTest.one("p"), loop), loop);

  private Breakers breakers() {
    var random = new SplittableRandom(7);
    var around =
        new BreakerContext(
            (_, _) -> Optional.empty(), (_, _) -> false, (_, _) -> false, () -> random);
    return new Breakers(around, loop.nanos());
  }

  @Test
  void a_provider_waits_from_the_end_of_the_open_time_until_its_list_comes() {
    assertThat(circuits.useLists()).isTrue();
    assertThat(circuits.waiting()).isEmpty();
    for (int i = 0; i < 5; i++) {
      fail();
    }
    assertThat(circuits.waiting()).isEmpty();
    circuits.listed("p");
    assertThat(state()).isEqualTo(State.OPEN);
    loop.advance(Duration.ofSeconds(5));
    assertThat(circuits.waiting()).containsExactly("p");
    circuits.listed("p");
    assertThat(state()).isEqualTo(State.HALF_OPEN);
    assertThat(circuits.waiting()).isEmpty();
    fail();
    assertThat(state()).isEqualTo(State.OPEN);
  }

  private State state() {
    return breakers.readouts().getFirst().state();
  }

  private void fail() {
    var down = new Failed.Unreachable(Failed.Obstacle.REFUSED, "nobody listens");
    long now = loop.nanos();
    breaker
        .enter(Calls.streamed(loop, "m"), now)
        .settle(new AttemptResult(down, Usage.NONE, now, OptionalLong.empty(), now));
  }
}
