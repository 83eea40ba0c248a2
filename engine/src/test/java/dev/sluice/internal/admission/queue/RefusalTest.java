package dev.sluice.internal.admission.queue;

import static dev.sluice.call.request.Band.BATCH;
import static dev.sluice.call.request.Band.CRITICAL;
import static dev.sluice.call.request.Band.INTERACTIVE;
import static dev.sluice.call.request.Band.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.request.Band;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.Ticket.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What those are told that get no grant: when a call like theirs would.
class RefusalTest {
  private static final Duration CLOSE = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofHours(1);

  private final Scene scene = new Scene(1_000);

  @Test
  void one_whose_wait_is_over_is_told_when_a_call_like_it_would_be_granted() {
    Ticket ticket = scene.offer(NORMAL, 1_500);
    List<Ticket> behind = List.of(scene.offer(BATCH, 2_000), scene.offer(BATCH, 3_000));
    shut(60);
    scene.pass(Duration.ofSeconds(30));
    assertThat(ticket.state()).isEqualTo(State.REFUSED);
    assertThat(behind).allMatch(later -> later.state() == State.REFUSED);
    assertThat(hint(ticket)).isBetween(Duration.ofMillis(31_500), Duration.ofMillis(33_000));
  }

  @Test
  void of_very_many_rejected_calls_similar_ones_get_the_same_forecast() {
    for (int i = 0; i < 640; i++) {
      scene.offer(NORMAL, i % 40 == 0 ? 500 : 10);
    }
    shut(600);
    scene.meter.foreseen = 0;
    scene.pass(Duration.ofMillis(250));
    assertThat(scene.decided).hasSizeGreaterThan(400);
    assertThat(scene.meter.foreseen).isLessThan(64 * 5 + 10);
    Duration cheap = hint(scene.offer(NORMAL, 10));
    Duration dear = hint(scene.offer(NORMAL, 500));
    for (Ticket ticket : scene.decided) {
      Duration like = ticket.call().body().size() == 10 ? cheap : dear;
      assertThat(hint(ticket)).isBetween(like.minus(CLOSE), dear.plus(CLOSE));
    }
    assertThat(scene.decided.stream().filter(t -> hint(t).compareTo(cheap.plus(CLOSE)) < 0))
        .hasSizeGreaterThan(400);
  }

  @Test
  void of_very_many_rejected_calls_critical_ones_and_tenants_get_their_own_forecast() {
    List<String> tenants = List.of("a", "a", "a", "b");
    List<Band> bands = List.of(CRITICAL, NORMAL);
    for (int i = 0; i < 800; i++) {
      scene.offer(bands.get(i % 2), tenants.get(i / 2 % 4), 10, LONG);
    }
    shut(600);
    scene.pass(Duration.ofMillis(250));
    List<Ticket> refused = List.copyOf(scene.decided);
    for (Band band : bands) {
      for (String tenant : List.of("a", "b")) {
        Duration like = hint(scene.offer(band, tenant, 10, LONG));
        assertThat(refused)
            .filteredOn(of(band, tenant))
            .hasSizeGreaterThan(20)
            .allSatisfy(ticket -> assertThat(hint(ticket)).isCloseTo(like, CLOSE));
      }
    }
  }

  @Test
  void so_is_one_whose_wait_ends_between_two_sweeps() {
    var config = new QueueConfig(100, 1_000_000, 1 << 30, Duration.ofMillis(600), false);
    var brief = new Scene(1_000, Map.of(), config);
    Ticket ticket = brief.offer(NORMAL, 300);
    brief.meter.shut(Duration.ofSeconds(5), brief.now);
    brief.pass(Duration.ofNanos(ticket.latest()));
    brief.queue.expire(ticket, brief.now);
    assertThat(ticket.state()).isEqualTo(State.REFUSED);
    Duration left = Duration.ofSeconds(5).minusNanos(brief.now).plusMillis(300);
    assertThat(hint(ticket)).isCloseTo(left, CLOSE);
  }

  @Test
  void one_that_gives_way_to_others_is_told_how_long_those_take() {
    scene.meter.slots = 1;
    scene.pass(Duration.ofSeconds(60));
    List<Ticket> all = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      all.add(scene.offer(NORMAL, 10));
    }
    Ticket running = all.getFirst();
    while (with(State.REFUSED, all).isEmpty()) {
      scene.pass(Duration.ofSeconds(1));
      scene.decided.clear();
      scene.settle(running);
      running = with(State.GRANTED, scene.decided).getFirst();
    }
    // The one that is granted instead and those that wait; and a few that may come.
    Duration behind = Duration.ofSeconds(1 + with(State.WAITING, all).size());
    assertThat(hint(with(State.REFUSED, all).getFirst())).isBetween(behind, behind.plusSeconds(1));
  }

  @Test
  void one_that_is_displaced_is_told_when_a_call_like_it_would_be_granted() {
    var config = new QueueConfig(2, 1_000_000, 1 << 30, Duration.ofSeconds(30), false);
    var small = new Scene(1_000, Map.of(), config);
    small.offer(NORMAL, 4_000);
    Ticket displaced = small.offer(BATCH, 1_000);
    small.offer(INTERACTIVE, 100);
    assertThat(((Failed.Shed) displaced.refusal()).comeBack().orElseThrow())
        .isCloseTo(Duration.ofMillis(1_100), CLOSE);
  }

  @Test
  void a_race_is_reported_too() {
    shut(3);
    var call = Scene.call(NORMAL, "*", 500, Duration.ofHours(1), scene.now);
    Ticket race =
        scene.offer(
            call.withFailedTargets(
                FailedTargets.NONE.and("p/x").because(FailedTargets.Cause.RACE)));
    assertThat(hint(race)).isCloseTo(Duration.ofMillis(3_500), CLOSE);
  }

  @Test
  void one_that_is_refused_when_it_comes_keeps_nobody_waiting() {
    Ticket waits = scene.offer(NORMAL, 300);
    scene.pass(Duration.ofMillis(260));
    assertThat(scene.offer(CRITICAL, 29_500).state()).isEqualTo(State.REFUSED);
    scene.pass(Duration.ofMillis(45));
    assertThat(waits.state()).isEqualTo(State.GRANTED);
  }

  @Test
  void one_whose_wait_ends_between_two_sweeps_makes_forecasts_more_prudent() {
    Ticket ticket = scene.offer(NORMAL, "*", 300, Duration.ofMillis(600));
    double before = scene.route.entryThreshold().share(false);
    shut(60);
    scene.pass(Duration.ofNanos(ticket.latest()));
    scene.queue.expire(ticket, scene.now);
    assertThat(scene.route.entryThreshold().share(false)).isLessThan(before);
  }

  private void shut(int seconds) {
    scene.meter.shut(Duration.ofSeconds(seconds), scene.now);
  }

  private static List<Ticket> with(State state, List<Ticket> tickets) {
    return tickets.stream().filter(ticket -> ticket.state() == state).toList();
  }

  private static Predicate<Ticket> of(Band band, String tenant) {
    return ticket -> ticket.band == band && ticket.tenant.name().equals(tenant);
  }

  private static Duration hint(Ticket ticket) {
    return switch (ticket.refusal()) {
      case Failed.Throttled t -> t.hint().orElseThrow();
      case Failed.Overloaded o -> o.hint().orElseThrow();
      default -> throw new AssertionError(ticket.refusal());
    };
  }
}
