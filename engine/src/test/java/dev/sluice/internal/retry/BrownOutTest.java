package dev.sluice.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.stats.State;
import dev.sluice.testing.LongForm;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A route of which one target is ill, in virtual time, with everything that hides it from clients:
/// retry, budgets, breakers, learned times.
class BrownOutTest {
  private static final Duration FIRST_TOKEN = Duration.ofMillis(300);
  private static final Duration WELL = Duration.ofMinutes(LongForm.rounds(1, 2));
  private static final Duration ILL = Duration.ofMinutes(1);
  private static final int SEEDS = LongForm.rounds(1, 8);

  private int calls;
  private int failed;
  private int attempts;
  private int atTheIllOne;

  /// U42, and milder and worse ones: "load shifts; success >= 99 % while one healthy target has
  /// capacity; retries <= 10 % of requests". Success is to be 99.9 %.
  @ParameterizedTest
  @CsvSource({
    "10, 0.1, 1, 0.4",
    "40, 0.1, 1, 0.4",
    "200, 0.1, 1, 0.4",
    "10, 0.2, 5, 0.2",
    "10, 0.2, 5, 0.4",
    "10, 0.2, 5, 0.8",
    "40, 0.2, 5, 0.2",
    "40, 0.2, 5, 0.4",
    "40, 0.2, 5, 0.8",
    "200, 0.2, 5, 0.2",
    "200, 0.2, 5, 0.4",
    "200, 0.2, 5, 0.8",
    "40, 0.2, 1, 0.4",
    "10, 0.45, 1, 0.4",
    "40, 0.45, 1, 0.4",
    "200, 0.45, 1, 0.4",
  })
  void a_brown_out_is_not_seen_while_another_target_is_well(
      double perSecond, double failing, double slower, double sigma) {
    for (int seed = 0; seed < SEEDS; seed++) {
      var route = new SimulatedRoute(seed);
      SimulatedModel ill = route.add(false, true, FIRST_TOKEN, sigma);
      var _ = route.add(false, true, FIRST_TOKEN, sigma);
      route.begin(perSecond);
      route.play(WELL);
      ill.failing = failing;
      ill.slower = slower;
      count(route, ill);
    }
    assertThat(failed).as("%d calls", calls).isLessThanOrEqualTo(calls / 1000);
    assertThat(attempts).isLessThanOrEqualTo((int) (1.1 * calls));
    assertThat((double) atTheIllOne / attempts).isLessThan(failing < 0.2 ? 0.45 : 0.25);
  }

  /// A target that serves only as a fallback earns no budget of its own.
  @ParameterizedTest
  @ValueSource(doubles = {10, 40, 200})
  void a_brown_out_is_not_seen_while_a_fallback_is_well(double perSecond) {
    for (int seed = 0; seed < SEEDS; seed++) {
      var route = new SimulatedRoute(seed);
      SimulatedModel ill = route.add(false, true, FIRST_TOKEN, 0.4);
      var _ = route.add(true, true, FIRST_TOKEN, 0.4);
      route.begin(perSecond);
      route.play(WELL);
      ill.failing = 0.2;
      ill.slower = 5;
      count(route, ill);
    }
    assertThat(failed).as("%d calls", calls).isLessThanOrEqualTo(calls / 1000);
    assertThat((double) atTheIllOne / attempts).isLessThan(0.4);
  }

  /// It needs no failure to be spared: a target that takes five times as long loses its calls, for
  /// as long as that is not usual.
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.4, 0.8})
  void calls_go_elsewhere_when_a_target_gets_slow(double sigma) {
    for (int seed = 0; seed < SEEDS; seed++) {
      var route = new SimulatedRoute(seed);
      SimulatedModel slow = route.add(false, true, FIRST_TOKEN, sigma);
      var _ = route.add(false, true, FIRST_TOKEN, sigma);
      route.begin(40);
      route.play(WELL);
      slow.slower = 5;
      count(route, slow);
    }
    assertThat((double) atTheIllOne / attempts).isLessThan(0.35);
  }

  @Test
  void a_target_that_is_well_again_gets_its_share_back() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var route = new SimulatedRoute(seed);
      SimulatedModel ill = route.add(false, true, FIRST_TOKEN, 0.4);
      var _ = route.add(false, true, FIRST_TOKEN, 0.4);
      route.begin(40);
      route.play(WELL);
      ill.failing = 0.15;
      route.play(ILL);
      assertThat(route.state(ill)).isEqualTo(State.CLOSED);
      ill.heal();
      route.play(Duration.ofSeconds(30));
      route.play(Duration.ofSeconds(10));
      assertThat((double) ill.attempts / route.attempts).isGreaterThan(0.4);
    }
  }

  /// All that waits for its first token fails at once: a second's worth of each target's calls may
  /// be repeated.
  @ParameterizedTest
  @CsvSource({"10, 200", "40, 200", "200, 200", "10, 1000", "40, 1000", "200, 1000"})
  void the_outage_of_one_target_is_not_seen(double perSecond, int firstTokenMillis) {
    Duration firstToken = Duration.ofMillis(firstTokenMillis);
    for (int seed = 0; seed < SEEDS; seed++) {
      var route = new SimulatedRoute(seed);
      SimulatedModel dies = route.add(false, true, firstToken, 0.4);
      var _ = route.add(false, true, firstToken, 0.4);
      route.begin(perSecond);
      route.play(WELL);
      dies.down = true;
      count(route, dies);
    }
    assertThat(failed).as("%d calls", calls).isLessThanOrEqualTo(calls / 1000);
  }

  /// "With it on, after opening no attempts but probes": one at a time for each target, every five
  /// seconds, and none of them is repeated.
  @ParameterizedTest
  @ValueSource(doubles = {20, 40, 200})
  void an_outage_of_all_targets_gets_nothing_but_probes_once_it_is_known(double perSecond) {
    for (int seed = 0; seed < SEEDS; seed++) {
      var route = new SimulatedRoute(seed);
      SimulatedModel one = route.add(false, true, FIRST_TOKEN, 0.4);
      SimulatedModel other = route.add(false, true, FIRST_TOKEN, 0.4);
      route.begin(perSecond);
      route.play(WELL);
      one.down = true;
      other.down = true;
      route.play(Duration.ofSeconds(3));
      route.play(ILL);
      int probes = (int) (ILL.toSeconds() / 5) + 1;
      assertThat(one.attempts).isBetween(1, probes);
      assertThat(other.attempts).isBetween(1, probes);
    }
  }

  /// However budgets help each other, together they allow no more than before.
  @ParameterizedTest
  @ValueSource(doubles = {20, 40, 200})
  void an_outage_of_all_targets_costs_a_tenth_more_attempts_at_most(double perSecond) {
    for (int seed = 0; seed < SEEDS; seed++) {
      var route = new SimulatedRoute(seed);
      SimulatedModel one = route.add(false, false, FIRST_TOKEN, 0.4);
      SimulatedModel other = route.add(false, false, FIRST_TOKEN, 0.4);
      route.begin(perSecond);
      route.play(WELL);
      one.down = true;
      other.down = true;
      count(route, one);
    }
    // A Poisson process has seconds with fewer calls, and a budget of one repeat a second.
    double most = perSecond < 40 ? 1.12 : 1.105;
    assertThat((double) attempts / calls).isLessThanOrEqualTo(most).isGreaterThan(1.05);
  }

  private void count(SimulatedRoute route, SimulatedModel ill) {
    route.play(ILL);
    calls += route.calls;
    failed += route.failed + route.refused;
    attempts += route.attempts;
    atTheIllOne += ill.attempts;
  }
}
