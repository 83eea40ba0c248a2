package dev.sluice.internal.timeout;

import static dev.sluice.internal.timeout.Upstream.DEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.internal.timeout.Upstream.End;
import dev.sluice.testing.LongForm;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What learned timeouts must show, in virtual time: calls arrive at random, first tokens are
/// log-normal, and an attempt that was given up although it would have answered is a false timeout.
class LearnedTimeoutsTest {
  private static final double STATIC_TIMEOUT = 60;

  private final VirtualLoop loop = new VirtualLoop();
  private final Upstream upstream = new Upstream(loop, TimeoutConfig.defaults());

  private int calls;
  private int timeouts;

  @ParameterizedTest
  @CsvSource({"20, 4.9", "21, 4.9", "50, 4.9", "200, 4.9", "2000, 4.9", "2000, 1", "2000, 0.1"})
  void keep_alives_alone_are_caught_within_15_s(int learnedFrom, double slowest) {
    var random = new Random(1);
    for (int i = 0; i < learnedFrom; i++) {
      double share = i % 10 == 0 ? 1 : random.nextDouble(0.2, 1);
      upstream.attempt(upstream.call(), List.of(slowest * share));
    }
    assertThat(upstream.firstToken(0.995).orElseThrow()).isLessThan(Duration.ofSeconds(7));
    End dead = upstream.attempt(upstream.call(), List.of(DEAD));
    System.out.printf(
        "q99.5 %.1f s, %d calls: caught after %.1f s%n", slowest, learnedFrom, dead.seconds());
    assertThat(dead.timedOut()).isTrue();
    assertThat(dead.seconds()).isLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.8, 1.0})
  void a_steady_model_sees_one_false_timeout_in_a_thousand_at_most(double sigma) {
    int all = 0;
    int early = 0;
    int seeds = LongForm.rounds(2, 10);
    for (int seed = 0; seed < seeds; seed++) {
      var world = new World(seed, 5, 1, sigma);
      world.run(40);
      early += world.timeouts;
      world.forget();
      world.run(2_000);
      timeouts += world.timeouts;
      all += world.calls;
    }
    double share = (double) timeouts / all;
    System.out.printf(
        "sigma %.1f: %.3f %% false timeouts of %d calls; %d of the first %,d%n",
        sigma, 100 * share, all, early, 200 * seeds);
    assertThat(share).isLessThanOrEqualTo(0.001);
    assertThat(early / (200.0 * seeds)).isLessThanOrEqualTo(0.005);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "5, 0.5", "20, 0.5", "1, 0.3", "5, 0.3", "20, 0.3", "5, 0.8"})
  void a_threefold_slowdown_is_followed(double rate, double sigma) {
    int first = 0;
    int firstCalls = 0;
    int later = 0;
    int laterCalls = 0;
    int seeds = LongForm.rounds(rate < 5 ? 24 : rate < 20 ? 6 : 2, 40);
    for (int seed = 0; seed < seeds; seed++) {
      var world = new World(seed, rate, 1, sigma);
      world.run(1_200);
      world.median = 3;
      world.forget();
      world.run(60);
      first += world.timeouts;
      firstCalls += world.calls;
      world.run(60);
      world.forget();
      world.run(300);
      later += world.timeouts;
      laterCalls += world.calls;
    }
    double inFirst = (double) first / firstCalls;
    double inLater = (double) later / laterCalls;
    System.out.printf(
        "rate %.0f, sigma %.1f: %.2f %% in the first minute, %.3f %% after two%n",
        rate, sigma, 100 * inFirst, 100 * inLater);
    assertThat(inFirst).isLessThanOrEqualTo(0.01);
    assertThat(inLater).isLessThanOrEqualTo(0.001);
  }

  @Test
  void a_tenfold_slowdown_is_no_outage() {
    int last = 0;
    int lastCalls = 0;
    for (int seed = 0; seed < LongForm.rounds(4, 20); seed++) {
      var world = new World(seed, 2, 1, 0.4);
      world.run(600);
      world.median = 10;
      world.run(120);
      world.forget();
      world.run(300);
      last += world.timeouts;
      lastCalls += world.calls;
    }
    System.out.printf("tenfold: %.2f %% after two minutes%n", 100.0 * last / lastCalls);
    assertThat((double) last / lastCalls).isLessThanOrEqualTo(0.01);
  }

  @Test
  void a_cold_model_is_given_its_first_20_calls() {
    for (int call = 0; call < 20; call++) {
      assertThat(upstream.attempt(upstream.call(), List.of(119.0)).timedOut()).isFalse();
    }
    for (int call = 0; call < 20; call++) {
      upstream.attempt(Upstream.sized(upstream.call(), 100_000), List.of(119.0), this::count);
    }
    loop.advance(Duration.ofMinutes(2));
    assertThat(calls).isEqualTo(20);
    assertThat(timeouts).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.02, 0.05, 0.1, 0.3})
  void upstreams_that_die_silently_cost_a_fifth_of_what_static_timeouts_do(double dying) {
    var world = new World(1, 5, 1, 0.5);
    world.run(600);
    world.forget();
    world.dying = dying;
    world.run(1_200);
    double saved = 1 - world.lost / (world.dead * STATIC_TIMEOUT);
    System.out.printf(
        "%.0f %% die: %.1f s lost to each, %.0f %% less than static 60 s; %.3f %% false%n",
        100 * dying,
        world.lost / world.dead,
        100 * saved,
        100.0 * (world.timeouts - world.dead) / world.calls);
    assertThat(saved).isGreaterThanOrEqualTo(0.8);
  }

  @ParameterizedTest
  @CsvSource({"5, 0.8", "1000000, 0.8"})
  void an_outage_costs_less_than_with_static_timeouts(int stopAfter, double atLeast) {
    var world = new World(1, 5, 1, 0.5);
    world.run(600);
    world.forget();
    world.dying = 1;
    // As a breaker does it; a million is without one.
    world.stopAfter = stopAfter;
    world.run(60);
    world.loop.advance(Duration.ofMinutes(3));
    double saved = 1 - world.lost / (world.dead * STATIC_TIMEOUT);
    System.out.printf(
        "outage of 60 s, given up after %d in a row: %d calls, %.1f s each, %.0f %% less%n",
        stopAfter, world.dead, world.lost / world.dead, 100 * saved);
    assertThat(saved).isGreaterThanOrEqualTo(atLeast);
  }

  private void count(End end) {
    calls++;
    timeouts += end.timedOut() ? 1 : 0;
  }

  /// Traffic to one upstream.
  private static final class World {
    private final VirtualLoop loop = new VirtualLoop();
    private final Upstream upstream = new Upstream(loop, TimeoutConfig.defaults());
    private final Random random;
    private final double rate;
    private final double sigma;
    private double median;
    private double dying;
    private int stopAfter = Integer.MAX_VALUE;

    private int era;
    private int calls;
    private int timeouts;
    private int dead;
    private int inRow;
    private double lost;

    World(long seed, double rate, double median, double sigma) {
      this.random = new Random(seed);
      this.rate = rate;
      this.median = median;
      this.sigma = sigma;
    }

    /// Lets calls arrive for so many seconds; they may end later.
    void run(double seconds) {
      double passed = 0;
      DoubleSupplier next = () -> -Math.log(1 - random.nextDouble()) / rate;
      for (double gap = next.getAsDouble(); passed + gap < seconds; gap = next.getAsDouble()) {
        loop.advance(Upstream.seconds(gap));
        passed += gap;
        if (inRow < stopAfter) {
          arrive();
        }
      }
      loop.advance(Upstream.seconds(seconds - passed));
    }

    /// Counts anew; calls that have begun already count nowhere.
    void forget() {
      era++;
      calls = 0;
      timeouts = 0;
      dead = 0;
      lost = 0;
    }

    private void arrive() {
      int begunIn = era;
      boolean dies = random.nextDouble() < dying;
      double first = dies ? DEAD : median * Math.exp(sigma * random.nextGaussian());
      calls++;
      upstream.attempt(
          upstream.call(),
          List.of(first),
          end -> {
            inRow = end.timedOut() ? inRow + 1 : 0;
            if (begunIn == era) {
              timeouts += end.timedOut() ? 1 : 0;
              dead += dies ? 1 : 0;
              lost += dies ? end.seconds() : 0;
            }
          });
    }
  }
}
