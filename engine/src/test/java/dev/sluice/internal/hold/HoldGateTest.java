package dev.sluice.internal.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Dimension;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.call.runtime.VirtualLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldGateTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Answered ANSWERED = new Answered();

  private final VirtualLoop loop = new VirtualLoop();
  private final Call call = Calls.whole(loop, "m");
  private final HoldGate gate = new HoldGate();

  @Test
  void nothing_is_sent_before_a_hint_not_even_to_the_last_target() {
    attempt(throttled(SECOND));
    assertThat(gate.closed(call, true, loop.nanos()))
        .contains(new Gate.Closed(throttled(SECOND).inOurWords(), loop.nanos() + SECOND.toNanos()));
    loop.advance(Duration.ofMillis(900));
    assertThat(gate.closed(call, false, loop.nanos()).map(Gate.Closed::why))
        .contains(throttled(Duration.ofMillis(100)).inOurWords());
    loop.advance(Duration.ofMillis(100));
    assertThat(isOpen()).isTrue();
  }

  @Test
  void an_overload_with_a_hint_holds_too() {
    var overloaded = new Failed.Overloaded(503, Optional.of(SECOND), "m");
    attempt(overloaded);
    assertThat(gate.closed(call, false, loop.nanos()).map(Gate.Closed::why))
        .contains(overloaded.inOurWords());
  }

  @Test
  void without_a_hint_nothing_is_held() {
    attempt(new Failed.Throttled(Dimension.REQUESTS, Optional.empty(), "m"));
    attempt(new Failed.Overloaded(500, Optional.empty(), "m"));
    attempt(throttled(Duration.ZERO));
    assertThat(isOpen()).isTrue();
  }

  @Test
  void a_hint_of_an_error_that_may_be_the_request_s_own_holds_no_other_call() {
    attempt(new Failed.Overloaded(500, Optional.of(SECOND), "m"));
    assertThat(isOpen()).isTrue();
  }

  @Test
  void a_limit_of_an_account_that_one_call_has_chosen_holds_no_other_call() {
    attempt(
        new Failed.AccountThrottled(
            "openai-project", Dimension.REQUESTS, Optional.of(SECOND), "m"));
    assertThat(isOpen()).isTrue();
  }

  @Test
  void of_two_hints_the_later_counts() {
    Permit slow = gate.enter(call, loop.nanos());
    attempt(throttled(Duration.ofSeconds(5)));
    settle(slow, throttled(SECOND));
    loop.advance(Duration.ofMillis(4999));
    assertThat(isOpen()).isFalse();
    loop.advance(Duration.ofMillis(1));
    assertThat(isOpen()).isTrue();
  }

  @Test
  void an_answer_from_before_does_not_open_it() {
    Permit slow = gate.enter(call, loop.nanos());
    attempt(throttled(SECOND));
    settle(slow, ANSWERED);
    assertThat(isOpen()).isFalse();
  }

  @Test
  void when_nobody_waits_it_is_as_before() {
    attempt(throttled(SECOND));
    loop.advance(SECOND.multipliedBy(2));
    for (int i = 0; i < 100; i++) {
      assertThat(isOpen()).isTrue();
      attempt(ANSWERED);
    }
  }

  @Test
  void other_calls_are_told_nothing_of_what_one_was_told() {
    var echo = new Failed.Throttled(Dimension.REQUESTS, Optional.of(SECOND), "my secret prompt");
    attempt(echo);
    assertThat(gate.closed(call, false, loop.nanos()).orElseThrow().toString())
        .doesNotContain("secret");
  }

  /// "1,000 waiters on one reset never exceed twice the drain rate in any 100 ms."
  @ParameterizedTest
  @CsvSource({"12, 20", "20, 1", "50, 1", "50, 30", "130, 5", "400, 0"})
  void a_thousand_that_wait_for_one_reset_never_come_faster_than_twice_the_drain_rate(
      int perSecond, int hintSeconds) {
    var target = new Target(perSecond);
    target.warmUp();
    attempt(throttled(Duration.ofSeconds(hintSeconds).plusMillis(50)));
    long reset = loop.nanos() + Duration.ofSeconds(hintSeconds).plusMillis(50).toNanos();
    List<Long> grants = target.drain(1000);
    assertThat(grants.getFirst()).isGreaterThanOrEqualTo(reset);
    assertThat(most(grants, Duration.ofMillis(100))).isLessThanOrEqualTo(0.2 * perSecond);
    double seconds = (grants.getLast() - grants.getFirst()) / 1e9;
    assertThat(seconds).as("they drain").isLessThan(1100.0 / perSecond);
  }

  @Test
  void who_is_told_again_while_it_drains_comes_more_slowly() {
    var target = new Target(100);
    target.warmUp();
    attempt(throttled(SECOND.multipliedBy(5)));
    loop.advance(SECOND.multipliedBy(5));
    attempt(throttled(SECOND));
    loop.advance(SECOND);
    attempt(ANSWERED);
    assertThat(gate.closed(call, false, loop.nanos()).orElseThrow().until() - loop.nanos())
        .isEqualTo(Duration.ofMillis(20).toNanos());
  }

  /// A target that completes so many calls a second, one after the other.
  private final class Target {
    private final long service;
    private final Deque<Permit> busy = new ArrayDeque<>();
    private long free;

    Target(int perSecond) {
      service = 1_000_000_000 / perSecond;
    }

    void warmUp() {
      for (long left = Duration.ofSeconds(10).toNanos(); left > 0; left -= service) {
        attempt(ANSWERED);
        loop.advance(Duration.ofNanos(service));
      }
    }

    /// Lets `count` calls ask again and again, as often as there is time.
    List<Long> drain(int count) {
      List<Long> grants = new ArrayList<>();
      while (grants.size() < count) {
        while (isOpen() && grants.size() < count) {
          grants.add(loop.nanos());
          take(gate.enter(call, loop.nanos()));
        }
        loop.advance(Duration.ofNanos(100_000));
      }
      return grants;
    }

    private void take(Permit permit) {
      busy.add(permit);
      free = Math.max(free, loop.nanos()) + service;
      var _ =
          loop.schedule(
              Duration.ofNanos(free - loop.nanos()), () -> settle(busy.remove(), ANSWERED));
    }
  }

  /// How many there are in any window of this length, its ends included.
  private static double most(List<Long> grants, Duration window) {
    int most = 0;
    int from = 0;
    for (int to = 0; to < grants.size(); to++) {
      while (grants.get(to) - grants.get(from) > window.toNanos()) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }

  private boolean isOpen() {
    return gate.closed(call, false, loop.nanos()).isEmpty();
  }

  private void attempt(Outcome outcome) {
    settle(gate.enter(call, loop.nanos()), outcome);
  }

  private void settle(Permit permit, Outcome outcome) {
    long now = loop.nanos();
    permit.settle(new AttemptResult(outcome, Usage.NONE, now, OptionalLong.empty(), now));
  }

  private static Failed throttled(Duration hint) {
    return new Failed.Throttled(Dimension.REQUESTS, Optional.of(hint), "m");
  }

  @Test
  void a_call_is_forecast_to_go_when_those_before_it_have_gone_at_the_pace() {
    attempt(throttled(SECOND));
    long opens = loop.nanos() + SECOND.toNanos();
    assertThat(nextOpen(0)).isEqualTo(opens);
    assertThat(nextOpen(12)).isEqualTo(opens + SECOND.toNanos());
    loop.advance(SECOND);
    assertThat(nextOpen(12)).isEqualTo(loop.nanos() + SECOND.toNanos());
    loop.advance(SECOND);
    assertThat(nextOpen(12)).isEqualTo(loop.nanos());
  }

  private long nextOpen(int before) {
    return gate.nextOpen(call, new QueuedDemand(before, 0, 0), loop.nanos());
  }
}
