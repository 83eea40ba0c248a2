package dev.sluice.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.internal.breaker.Rig.Attempt;
import dev.sluice.internal.breaker.SimulatedTarget.Doom;
import dev.sluice.internal.breaker.SimulatedTarget.Fate;
import dev.sluice.stats.State;
import dev.sluice.testing.LongForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What it does to hours of traffic, in virtual time.
class BreakerSimulationTest {
  private static final int HOURS = LongForm.rounds(1, 24);
  private static final int SCHEDULES = LongForm.rounds(400, 10_000);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration FIRST_TOKEN = Duration.ofMillis(400);

  /// The ramp takes three first tokens one after the other, and they are log-normal.
  private static final Duration QUICK_FIRST_TOKEN = Duration.ofMillis(250);

  private static final Doom REFUSED = new Doom(Rig.DOWN, false, Duration.ofMillis(1));
  private static final Doom BLACKHOLE =
      new Doom(
          new Failed.TimedOut(Failed.Phase.CONNECT, Duration.ofSeconds(2)),
          false,
          Duration.ofSeconds(2));
  private static final Doom OVERLOADED =
      new Doom(new Failed.Overloaded(503, Optional.empty(), "busy"), false, FIRST_TOKEN);
  private static final Doom FAILING =
      new Doom(new Failed.Overloaded(500, Optional.empty(), "broken"), false, FIRST_TOKEN);
  private static final Doom BROKEN = new Doom(Rig.BROKEN, true, SECOND);
  private static final Doom THROTTLED = new Doom(Rig.THROTTLED, false, Duration.ofMillis(50));

  /// 3 % of all attempts, most of them before their start.
  private static final Fate RANDOM_ERRORS =
      lot -> lot < 0.02 ? Optional.of(OVERLOADED) : lot < 0.03 ? Optional.of(BROKEN) : empty();

  /// Nine of ten are throttled, the others fare as ever.
  private static final Fate STORM =
      lot -> lot < 0.9 ? Optional.of(THROTTLED) : RANDOM_ERRORS.draw((lot - 0.9) * 10);

  private static Optional<Doom> empty() {
    return Optional.empty();
  }

  @ParameterizedTest
  @CsvSource({
    "5.5, 1, 400",
    "5.5, 2, 400",
    "5.5, 3, 400",
    "0.3, 4, 400",
    "0.3, 5, 2000",
    "50, 6, 400",
    "10, 7, 20000"
  })
  void hours_of_random_errors_and_429_storms_open_nothing(
      double callsPerSecond, long seed, long firstTokenMillis) {
    var rig = new Rig(BreakerConfig.defaults());
    var firstToken = Duration.ofMillis(firstTokenMillis);
    var target = new SimulatedTarget(rig, seed, callsPerSecond, firstToken, false);
    // Twelve minutes of the densest traffic have as many calls as two hours of the usual one.
    long storm = LongForm.isOn() || callsPerSecond < 50 ? 10 : 2;
    for (int hour = 0; hour < HOURS; hour++) {
      target.fate = RANDOM_ERRORS;
      rig.advance(Duration.ofMinutes(5 * storm));
      target.fate = STORM;
      rig.advance(Duration.ofMinutes(storm));
    }
    assertThat(rig.openings()).as("openings in %d attempts", target.let).isZero();
    double share = (target.asked - target.let) / (double) target.asked;
    assertThat(share).as("share of calls that went elsewhere").isLessThan(0.03);
  }

  @ParameterizedTest
  @CsvSource({"1", "5.5", "20", "100", "1000"})
  void a_total_outage_opens_it_within_ten_failed_calls_or_a_second(double callsPerSecond) {
    for (Doom doom : List.of(REFUSED, BLACKHOLE, OVERLOADED, FAILING)) {
      for (boolean last : new boolean[] {false, true}) {
        var rig = new Rig(BreakerConfig.defaults());
        var target = new SimulatedTarget(rig, 3, callsPerSecond, FIRST_TOKEN, last);
        rig.advance(Duration.ofSeconds(before(callsPerSecond)));
        target.down = Optional.of(doom);
        while (target.failed == 0) {
          rig.advance(Duration.ofMillis(10));
        }
        long firstFailure = rig.loop.nanos();
        while (!isShut(rig, last)) {
          rig.advance(Duration.ofMillis(1));
        }
        Duration took = Duration.ofNanos(rig.loop.nanos() - firstFailure);
        assertThat(target.failed <= 10 || took.compareTo(SECOND) <= 0)
            .as("%s, last %s: %d failed in %s", doom, last, target.failed, took)
            .isTrue();
      }
    }
  }

  /// For how many seconds all is well before: with few calls for longer than a breaker looks back.
  private static int before(double callsPerSecond) {
    return callsPerSecond > 100
        ? LongForm.rounds(10, 20)
        : LongForm.rounds(callsPerSecond > 20 ? 40 : 120, 120);
  }

  private static boolean isShut(Rig rig, boolean last) {
    return last ? rig.refusesLast() : rig.state() == State.OPEN;
  }

  @ParameterizedTest
  @CsvSource({"5, 1", "20, 2", "60, 3", "600, 4", "3600, 5", "30, 6", "30, 7", "30, 8", "30, 9"})
  void a_target_that_returns_is_found_within_the_wait_and_two_seconds(int outage, long seed) {
    var rig = new Rig(BreakerConfig.defaults(), seed);
    var target = new SimulatedTarget(rig, seed, 20, QUICK_FIRST_TOKEN, false);
    rig.advance(Duration.ofMinutes(2));
    target.down = Optional.of(REFUSED);
    rig.advance(Duration.ofSeconds(outage));
    target.down = Optional.empty();
    Duration wait = rig.state() == State.OPEN ? rig.closedFor(false) : Duration.ZERO;
    rig.advance(wait.plusSeconds(2));
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @ParameterizedTest
  @CsvSource({"5, 1", "20, 2", "60, 3", "600, 4", "3600, 5", "30, 6", "30, 7", "30, 8", "30, 9"})
  void the_last_target_of_a_route_is_found_within_seven_seconds(int outage, long seed) {
    var rig = new Rig(BreakerConfig.defaults(), seed);
    var target = new SimulatedTarget(rig, seed, 20, QUICK_FIRST_TOKEN, true);
    rig.advance(Duration.ofMinutes(2));
    target.down = Optional.of(REFUSED);
    rig.advance(Duration.ofSeconds(outage));
    int before = target.let;
    rig.advance(Duration.ofSeconds(outage));
    assertThat(target.let - before).as("probes").isLessThanOrEqualTo(outage / 5 + 1);
    target.down = Optional.empty();
    rig.advance(Duration.ofSeconds(7));
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  /// At the usual pace of a hosted model. What is left are first tokens of more than a second.
  @ParameterizedTest
  @CsvSource({"false, 2", "true, 7"})
  void slower_first_tokens_are_found_in_that_time_but_for_a_few(boolean last, int seconds) {
    int inTime = 0;
    int aSecondLater = 0;
    int seeds = LongForm.rounds(80, 200);
    for (int seed = 0; seed < seeds; seed++) {
      var rig = new Rig(BreakerConfig.defaults(), seed);
      var target = new SimulatedTarget(rig, seed, 20, FIRST_TOKEN, last);
      rig.advance(Duration.ofSeconds(30));
      target.down = Optional.of(REFUSED);
      rig.advance(SECOND.multipliedBy(4));
      target.down = Optional.empty();
      rig.advance((last ? Duration.ZERO : rig.closedFor(false)).plusSeconds(seconds));
      inTime += rig.state() == State.CLOSED ? 1 : 0;
      rig.advance(SECOND);
      aSecondLater += rig.state() == State.CLOSED ? 1 : 0;
    }
    System.out.printf(
        "of %d recoveries %d within %d s, %d a second later%n",
        seeds, inTime, seconds, aSecondLater);
    assertThat(inTime / (double) seeds).isGreaterThanOrEqualTo(0.95);
    assertThat(aSecondLater / (double) seeds).isGreaterThanOrEqualTo(0.995);
  }

  @Test
  void a_brown_out_of_twenty_percent_moves_calls_elsewhere() {
    var rig = new Rig(BreakerConfig.defaults());
    var target = new SimulatedTarget(rig, 9, 20, FIRST_TOKEN, false);
    target.fate = lot -> lot < 0.2 ? Optional.of(OVERLOADED) : empty();
    rig.advance(Duration.ofMinutes(10));
    double elsewhere = 1 - target.let / (double) target.asked;
    assertThat(elsewhere).isGreaterThan(0.6);
  }

  @Test
  void no_schedule_leaves_it_stuck_or_a_lease_lost() {
    int opened = 0;
    for (int seed = 0; seed < SCHEDULES; seed++) {
      var schedule = new Schedule(seed);
      schedule.run();
      schedule.heals();
      opened += schedule.rig.openings() > 0 ? 1 : 0;
    }
    assertThat(opened).as("schedules that open it").isGreaterThan(SCHEDULES / 2);
  }

  /// Random steps of calls, starts, ends and time.
  private static final class Schedule {
    private static final List<Outcome> OUTCOMES =
        List.of(
            new Answered(),
            Rig.DOWN,
            Rig.DOWN,
            Rig.DOWN,
            Rig.BROKEN,
            Rig.THROTTLED,
            new Failed.Cancelled(),
            new Failed.Overloaded(503, Optional.of(Duration.ofSeconds(20)), "later"));

    private final int seed;
    private final SplittableRandom random;
    private final Rig rig;
    private final List<Attempt> underWay = new ArrayList<>();

    Schedule(int seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.rig = new Rig(BreakerConfig.defaults(), seed);
      rig.learned = seed % 2 == 0 ? Optional.of(SECOND) : Optional.empty();
    }

    void run() {
      for (int step = 0; step < 150; step++) {
        switch (random.nextInt(8)) {
          case 0 -> rig.advance(Duration.ofMillis(random.nextInt(8000)));
          case 1, 2, 3 -> ask();
          case 4 -> any().ifPresent(i -> underWay.get(i).start());
          default -> any().ifPresent(i -> underWay.remove((int) i).end(outcome()));
        }
      }
    }

    /// However it was left, and though what is under way never reports, a target that is well is
    /// found: each refusal names an instant, and a few probes close it.
    void heals() {
      rig.learned = Optional.empty();
      boolean found = rig.state() != State.CLOSED;
      for (int probe = 0; probe < 7 && rig.state() != State.CLOSED; probe++) {
        if (rig.ask().map(Schedule::answered).isEmpty()) {
          Duration wait = rig.closedFor(false);
          assertThat(wait).as("seed %d", seed).isPositive().isLessThanOrEqualTo(MAX);
          rig.advance(wait);
          rig.enter().answer();
        }
      }
      assertThat(rig.state()).as("seed %d", seed).isEqualTo(State.CLOSED);
      underWay.forEach(attempt -> attempt.end(Rig.DOWN));
      assertThat(rig.state() == State.CLOSED || !found).as("seed %d", seed).isTrue();
    }

    private static final Duration MAX = Duration.ofMinutes(5);

    private static Attempt answered(Attempt attempt) {
      attempt.answer();
      return attempt;
    }

    private void ask() {
      (random.nextInt(4) == 0 ? rig.askLast() : rig.ask()).ifPresent(underWay::add);
    }

    private Optional<Integer> any() {
      return underWay.isEmpty() ? Optional.empty() : Optional.of(random.nextInt(underWay.size()));
    }

    private Outcome outcome() {
      return OUTCOMES.get(random.nextInt(OUTCOMES.size()));
    }
  }
}
