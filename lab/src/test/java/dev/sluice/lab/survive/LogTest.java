package dev.sluice.lab.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.load.SdkClient.Ending;
import dev.sluice.lab.survive.Log.Arrival;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How what was injected is told from what was caused.
class LogTest {
  private static final long SECOND = 1_000_000_000;
  private static final FaultCall THROTTLE = new FaultCall(Fault.THROTTLE, "seconds:2");

  private final Log log = new Log();
  private final FaultSchedule schedule =
      new FaultSchedule(Day.HOUR.phases(), Duration.ofMinutes(2), 0.4, 0);

  @Test
  void what_comes_before_the_instant_that_a_provider_has_named_is_counted() {
    log.add(new Arrival("one", "call-1", 10 * SECOND, THROTTLE));
    log.add(new Arrival("one", "call-2", 10 * SECOND + SECOND / 10, THROTTLE)); // was under way
    log.add(new Arrival("two", "call-3", 11 * SECOND, null)); // elsewhere
    assertThat(log.beforeHints()).isZero();
    log.add(new Arrival("one", "call-4", 11 * SECOND, THROTTLE));
    log.add(new Arrival("one", "call-5", 12 * SECOND, THROTTLE)); // as asked
    log.add(new Arrival("one", "call-6", 13 * SECOND, null));
    assertThat(log.beforeHints()).isEqualTo(2);
  }

  @Test
  void attempts_are_counted_by_call() {
    log.add(new Arrival("one", "call-1", 1, null));
    log.add(new Arrival("two", "call-1", 2, null));
    log.add(new Arrival("two", "call-2", 3, null));
    log.add(new Arrival("two", "", 4, null)); // the list of models
    assertThat(log.attempts()).isEqualTo(3);
    assertThat(log.calls()).isEqualTo(2);
  }

  @Test
  void a_stream_that_its_provider_cut_was_struck() {
    var reset = new FaultCall(Fault.RESET_AFTER, "3");
    log.add(new Arrival("one", "call-0", SECOND, reset));
    log.add(new Arrival("one", "call-1", SECOND, null));
    assertThat(new Injected(log, schedule, 0).test(ended(0, 2 * SECOND))).isTrue();
    assertThat(new Injected(log, schedule, 0).test(ended(1, 2 * SECOND))).isFalse();
    assertThat(new Injected(log, schedule, 0).test(new ApplicationCall(0, 0)))
        .as("no token yet")
        .isFalse();
  }

  @Test
  void a_stream_whose_provider_went_away_was_struck() {
    long down = schedule.outages("one").getFirst().from().toNanos();
    log.add(new Arrival("one", "call-0", down - 1, null));
    log.add(new Arrival("two", "call-1", down - 1, null));
    var injected = new Injected(log, schedule, 0);
    assertThat(injected.test(ended(0, down + 1))).isTrue();
    assertThat(injected.test(ended(0, down - 1))).isFalse();
    assertThat(injected.test(ended(1, down + 1))).isFalse();
  }

  @Test
  void figures_leave_struck_calls_out_of_the_errors() {
    ApplicationCall answered = new ApplicationCall(0, 0);
    answered.ends(Ending.ANSWERED, "", 1);
    ApplicationCall cut = ended(1, 5);
    ApplicationCall never = new ApplicationCall(2, 0);
    never.cutOff(9);
    Figures figures = Figures.of(List.of(answered, cut, never), cut::equals, 6, 1, 0);
    assertThat(figures.failed()).isEqualTo(1);
    assertThat(figures.success()).isEqualTo(0.5);
    assertThat(figures.struck()).isEqualTo(new Figures.Struck(1, 0));
    assertThat(figures.errors()).containsOnlyKeys("no end");
    assertThat(figures.attemptsPerCall()).isEqualTo(2);
  }

  private static ApplicationCall ended(int number, long at) {
    var call = new ApplicationCall(number, 0);
    call.token(1);
    call.ends(Ending.BROKEN, "broken", at);
    return call;
  }
}
