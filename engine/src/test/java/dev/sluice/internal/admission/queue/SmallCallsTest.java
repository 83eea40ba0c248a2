package dev.sluice.internal.admission.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.internal.admission.queue.Ticket.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Calls of a few tokens at a target of ten such calls a second: 60 of one tenant wait all the
/// time, and another one calls twice a second.
class SmallCallsTest {
  private static final int TOKENS = 20;
  private static final int PER_SECOND = 10;

  /// Three calls, and an eighth of that.
  private static final int TURN = 68;

  private static final Duration TICK = Duration.ofMillis(10);

  private final Scene scene = new Scene(PER_SECOND * TOKENS);
  private final List<Ticket> flood = new ArrayList<>();
  private final List<Ticket> few = new ArrayList<>();

  @Test
  void a_flood_of_them_keeps_no_other_tenant_waiting() {
    run("flood", SchedulingHints.UNDIVIDED, "few", SchedulingHints.UNDIVIDED);
    assertThat(longestWait()).isLessThan(Duration.ofMillis(500));
  }

  @Test
  void a_flood_of_them_keeps_no_other_subtenant_waiting() {
    run("one", "flood", "one", "few");
    assertThat(longestWait()).isLessThan(Duration.ofMillis(500));
  }

  @Test
  void tenants_that_wait_all_the_time_never_differ_by_more_than_a_turn_and_a_call() {
    var random = new SplittableRandom(5);
    for (int tick = 0; tick < 300; tick++) {
      for (int i = 0; i < 3; i++) {
        few.add(scene.offer(call("few", SchedulingHints.UNDIVIDED, random.nextInt(1, 2 * TOKENS))));
        flood.add(
            scene.offer(call("flood", SchedulingHints.UNDIVIDED, random.nextInt(1, 2 * TOKENS))));
      }
      scene.pass(Duration.ofMillis(100));
      assertThat(Math.abs(granted(few) - granted(flood))).isLessThan(TURN + 2 * TOKENS);
    }
    assertThat(granted(few)).isGreaterThan(2_000);
  }

  private void run(String flooding, String part, String other, String otherPart) {
    for (int tick = 0; tick < 3_000; tick++) {
      flood.removeIf(ticket -> ticket.state() != State.WAITING);
      while (flood.size() < 60) {
        flood.add(scene.offer(call(flooding, part, TOKENS)));
      }
      if (tick % 53 == 0) {
        few.add(scene.offer(call(other, otherPart, TOKENS)));
      }
      scene.pass(TICK);
    }
  }

  /// In tokens.
  private static int granted(List<Ticket> tickets) {
    return tickets.stream()
        .filter(ticket -> ticket.state() == State.GRANTED)
        .mapToInt(ticket -> ticket.call().body().size())
        .sum();
  }

  private Duration longestWait() {
    assertThat(few.subList(0, few.size() - 1)).allMatch(t -> t.state() == State.GRANTED);
    return few.stream()
        .filter(ticket -> ticket.state() == State.GRANTED)
        .map(ticket -> Duration.ofNanos(ticket.grant().begun() - ticket.since))
        .max(Duration::compareTo)
        .orElseThrow();
  }

  private Call call(String tenant, String part, int tokens) {
    Call call = Scene.call(Band.NORMAL, tenant, tokens, Duration.ofHours(1), scene.now);
    return call.withHints(call.hints().within(part));
  }
}
