package dev.sluice.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.internal.breaker.Rig.Attempt;
import dev.sluice.stats.State;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What becomes of a target that answers, but later than usual.
class LateFirstTokensTest {
  private final Rig rig = new Rig(BreakerConfig.defaults());

  @Test
  void a_target_whose_first_tokens_are_late_is_spared_but_stays_closed() {
    rig.learned = Optional.of(Duration.ofSeconds(1));
    for (int i = 0; i < 20; i++) {
      Attempt late = rig.askLast().orElseThrow();
      rig.advance(Duration.ofMillis(1100));
      late.answer();
    }
    int shed = 0;
    for (int i = 0; i < 1000; i++) {
      shed += rig.ask().isEmpty() ? 1 : 0;
    }
    assertThat(shed).isBetween(700, 850);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_target_of_which_one_first_token_in_twenty_is_late_is_not_spared() {
    rig.learned = Optional.of(Duration.ofSeconds(1));
    for (int i = 0; i < 200; i++) {
      Attempt attempt = rig.enter();
      rig.advance(Duration.ofMillis(i % 20 == 0 ? 1100 : 100));
      attempt.answer();
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(rig.ask()).isPresent();
    }
  }
}
