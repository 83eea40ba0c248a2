package dev.sluice.internal.admission.queue;

import static dev.sluice.call.request.Band.BATCH;
import static dev.sluice.call.request.Band.CRITICAL;
import static dev.sluice.call.request.Band.INTERACTIVE;
import static dev.sluice.call.request.Band.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.request.Band;
import dev.sluice.internal.admission.queue.Ticket.State;
import dev.sluice.stats.QueueSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallQueueTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Failed OPEN =
      new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.of(Duration.ofSeconds(5)));

  private final Scene scene = new Scene(1_000);

  @Test
  void what_fits_is_granted_at_once() {
    scene.pass(Duration.ofSeconds(1));
    Ticket ticket = scene.offer(NORMAL, 900);
    assertThat(ticket.state()).isEqualTo(State.GRANTED);
    assertThat(scene.queue.wakeAt()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void what_does_not_fit_waits_until_it_does() {
    Ticket ticket = scene.offer(NORMAL, 2_000);
    assertThat(ticket.state()).isEqualTo(State.WAITING);
    scene.pass(Duration.ofMillis(1_990));
    assertThat(ticket.state()).isEqualTo(State.WAITING);
    scene.pass(Duration.ofMillis(20));
    assertThat(ticket.state()).isEqualTo(State.GRANTED);
    assertThat(ticket.predicted()).isBetween(1_990_000_000L, 2_010_000_000L);
  }

  @Test
  void a_more_urgent_call_goes_before_those_that_came_a_little_earlier() {
    shut(1);
    List<Ticket> calls = List.of(offer(BATCH), offer(NORMAL), offer(INTERACTIVE), offer(CRITICAL));
    assertThat(granted()).isEqualTo(calls.reversed());
  }

  @Test
  void a_less_urgent_call_goes_first_once_it_has_waited_ten_seconds_a_band_longer() {
    shut(9);
    Ticket old = offer(NORMAL);
    pass(8_000);
    Ticket soon = offer(INTERACTIVE);
    assertThat(granted()).containsExactly(soon, old);
    shut(12);
    old = offer(NORMAL);
    pass(11_000);
    soon = offer(INTERACTIVE);
    assertThat(granted()).containsExactly(old, soon);
  }

  @Test
  void a_cheaper_call_goes_before_a_dearer_one() {
    shut(1);
    Ticket dear = scene.offer(NORMAL, 900);
    Ticket cheap = scene.offer(NORMAL, 100);
    assertThat(granted()).containsExactly(cheap, dear);
  }

  @Test
  void a_close_deadline_pulls_a_call_forward() {
    shut(1);
    Ticket patient = offer(NORMAL);
    Ticket hurried = scene.offer(NORMAL, "*", 100, Duration.ofSeconds(10));
    assertThat(granted()).containsExactly(hurried, patient);
  }

  @Test
  void a_far_deadline_changes_nothing() {
    shut(1);
    Ticket dear = scene.offer(NORMAL, "*", 900, Duration.ofMinutes(10));
    Ticket cheap = scene.offer(NORMAL, "*", 100, HOUR);
    assertThat(granted()).containsExactly(cheap, dear);
  }

  @Test
  void a_retry_keeps_the_arrival_of_its_call() {
    shut(9);
    var call = Scene.call(NORMAL, "*", 100, HOUR, scene.now);
    pass(5_000);
    Ticket newer = offer(NORMAL);
    Ticket retry = scene.offer(call.withFailedTargets(FailedTargets.NONE.and("p/m")));
    assertThat(granted()).containsExactly(retry, newer);
  }

  @Test
  void one_whose_time_is_up_is_refused_between_two_sweeps() {
    Ticket ticket = scene.offer(NORMAL, "*", 300, Duration.ofMillis(600));
    shut(60);
    scene.pass(Duration.ofNanos(ticket.latest() - 1));
    scene.queue.expire(ticket, scene.now);
    assertThat(ticket.state()).isEqualTo(State.WAITING);
    scene.now++;
    scene.queue.expire(ticket, scene.now);
    assertThat(ticket.state()).isEqualTo(State.REFUSED);
    assertThat(scene.queue.waiting()).isZero();
  }

  @Test
  void who_comes_first_to_an_empty_queue_does_not_shut_out_who_was_served_before() {
    for (int second = 0; second < 100; second++) {
      scene.offer(NORMAL, "old", 2_000, HOUR);
      pass(3_000);
    }
    shut(1);
    for (int i = 0; i < 10; i++) {
      scene.offer(NORMAL, "new", 1_000, HOUR);
      scene.offer(NORMAL, "old", 1_000, HOUR);
    }
    List<Ticket> granted = granted();
    List<Ticket> early = granted.subList(0, granted.size() / 2);
    assertThat(early).anyMatch(ticket -> ticket.call().hints().tenant().equals("old"));
  }

  @Test
  void a_race_never_waits() {
    shut(1);
    var call = Scene.call(NORMAL, "*", 100, HOUR, scene.now);
    var race =
        call.withFailedTargets(FailedTargets.NONE.and("p/x").because(FailedTargets.Cause.RACE));
    assertThat(scene.offer(race).state()).isEqualTo(State.REFUSED);
  }

  @Test
  void who_is_served_less_goes_first_whatever_others_have_waiting() {
    shut(1);
    List<Ticket> noisy = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      noisy.add(scene.offer(NORMAL, "noisy", 10_000, HOUR));
    }
    pass(500);
    Ticket quiet = scene.offer(NORMAL, "quiet", 10_000, HOUR);
    pass(21_000);
    assertThat(scene.decided).contains(noisy.getFirst(), quiet);
  }

  @Test
  void eight_smaller_calls_may_pass_one_that_does_not_fit() {
    var slow = new Scene(100);
    Ticket blocked = slow.offer(INTERACTIVE, 600);
    List<Ticket> small = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      small.add(slow.offer(BATCH, 20));
      slow.pass(Duration.ofMillis(400));
    }
    assertThat(count(small)).isEqualTo(8);
    assertThat(blocked.state()).isEqualTo(State.WAITING);
    slow.pass(Duration.ofSeconds(4));
    assertThat(blocked.state()).isEqualTo(State.GRANTED);
  }

  @Test
  void no_call_passes_a_critical_call() {
    shut(1);
    Ticket critical = scene.offer(CRITICAL, 9_000);
    Ticket small = offer(INTERACTIVE);
    pass(9_900);
    assertThat(small.state()).isEqualTo(State.WAITING);
    pass(400);
    assertThat(List.of(critical, small)).allMatch(t -> t.state() == State.GRANTED);
  }

  @Test
  void critical_calls_are_strictly_first_up_to_half_of_the_tokens() {
    shut(1);
    List<Ticket> normals = new ArrayList<>();
    List<Ticket> criticals = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      normals.add(scene.offer(NORMAL, 300));
      criticals.add(scene.offer(CRITICAL, 1_000));
    }
    pass(20_000);
    assertThat(count(criticals)).isBetween(10, 17);
    assertThat(count(normals)).isPositive();
  }

  @Test
  void who_would_wait_too_long_is_refused_when_it_comes_and_told_for_how_long() {
    shut(20);
    Ticket ticket = scene.offer(NORMAL, 15_000);
    assertThat(ticket.state()).isEqualTo(State.REFUSED);
    var why = (Failed.Throttled) ticket.refusal();
    assertThat(why.dimension()).isEqualTo(Failed.Dimension.REQUESTS);
    assertThat(why.hint().orElseThrow())
        .isBetween(Duration.ofMillis(34_900), Duration.ofMillis(35_100));
    assertThat(scene.decided).isEmpty();
  }

  @Test
  void who_cannot_wait_until_a_rate_limit_has_passed_is_told_when_it_will_have() {
    shut(9);
    Ticket ticket = scene.offer(NORMAL, "*", 1_000, Duration.ofSeconds(5));
    var why = (Failed.Throttled) ticket.refusal();
    assertThat(why.hint().orElseThrow()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(12));
  }

  @Test
  void an_open_circuit_is_not_waited_for() {
    shut(1);
    Ticket waiting = offer(NORMAL);
    scene.meter.broken = Optional.of(OPEN);
    assertThat(offer(NORMAL).refusal()).isEqualTo(OPEN);
    scene.pass(Duration.ofMillis(1_100));
    assertThat(waiting.state()).isEqualTo(State.REFUSED);
    assertThat(waiting.refusal()).isEqualTo(OPEN);
  }

  @Test
  void a_call_that_leaves_frees_its_place_at_once() {
    Ticket first = scene.offer(CRITICAL, 5_000);
    Ticket second = offer(NORMAL);
    pass(200);
    assertThat(second.state()).isEqualTo(State.WAITING);
    scene.queue.leave(first, scene.now);
    assertThat(first.state()).isEqualTo(State.LEFT);
    assertThat(second.state()).isEqualTo(State.GRANTED);
    assertThat(scene.queue.waiting()).isZero();
  }

  @Test
  void a_grant_that_is_not_used_is_given_back() {
    Ticket ticket = scene.offer(NORMAL, 1_000);
    pass(2_000);
    assertThat(scene.meter.taken).isEqualTo(1);
    scene.queue.leave(ticket, scene.now);
    scene.queue.leave(ticket, scene.now);
    assertThat(scene.meter.taken).isZero();
    assertThat(scene.meter.settled).isEqualTo(1);
  }

  @Test
  void a_draining_queue_refuses_all_that_wait() {
    List<Ticket> waiting = List.of(offer(BATCH), offer(NORMAL), offer(CRITICAL));
    var why = new Failed.Shed(Failed.Reason.DRAINING, Optional.empty());
    scene.queue.rejectAll(why);
    assertThat(waiting).allSatisfy(t -> assertThat(t.refusal()).isEqualTo(why));
    assertThat(scene.queue.waiting()).isZero();
  }

  @Test
  void what_waits_can_be_seen() {
    shut(5);
    scene.offer(NORMAL, 2_000);
    pass(1_000);
    scene.offer(BATCH, 500);
    QueueSnapshot snapshot = scene.queue.snapshot(scene.route, scene.now);
    assertThat(snapshot.of(NORMAL)).isEqualTo(new QueueSnapshot.InBand(1, 2_000, Scene.SECOND));
    assertThat(snapshot.of(BATCH)).isEqualTo(new QueueSnapshot.InBand(1, 500, 0));
    assertThat(snapshot.of(CRITICAL)).isEqualTo(new QueueSnapshot.InBand(0, 0, 0));
  }

  /// No call passes for so long.
  private void shut(int seconds) {
    scene.meter.shut(Duration.ofSeconds(seconds), scene.now);
  }

  private void pass(long millis) {
    scene.pass(Duration.ofMillis(millis));
  }

  private Ticket offer(Band band) {
    Ticket ticket = scene.offer(band, 100);
    assertThat(ticket.state()).isIn(State.WAITING, State.REFUSED);
    return ticket;
  }

  private static int count(List<Ticket> tickets) {
    return (int) tickets.stream().filter(t -> t.state() == State.GRANTED).count();
  }

  /// Those that wait, in the order in which they are granted.
  private List<Ticket> granted() {
    scene.decided.clear();
    pass(40_000);
    assertThat(scene.decided).allMatch(t -> t.state() == State.GRANTED);
    return List.copyOf(scene.decided);
  }
}
