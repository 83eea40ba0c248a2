package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.policy.RaceConfig;
import dev.sluice.internal.race.TokenBudget;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RacesTest {

  @Test
  void what_a_route_may_spend_goes_on_with_another_configuration() {
    Optional<TokenBudget> before = Races.tokens(RaceConfig.defaults(), Optional.empty());
    assertThat(before).isPresent();
    assertThat(Races.tokens(RaceConfig.defaults(), before)).isEqualTo(before);
  }

  @Test
  void a_route_without_races_may_spend_nothing() {
    Optional<TokenBudget> before = Races.tokens(RaceConfig.defaults(), Optional.empty());
    assertThat(Races.tokens(RaceConfig.off(), before)).isEmpty();
  }
}
