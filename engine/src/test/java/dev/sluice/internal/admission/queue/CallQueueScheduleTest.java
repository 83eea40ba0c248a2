package dev.sluice.internal.admission.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Band;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.Ticket.State;
import dev.sluice.stats.QueueSnapshot;
import dev.sluice.testing.LongForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Random schedules: whatever comes, ends or leaves in whichever order, nothing is granted twice or
/// lost, and everything is given back. A failure names its seed.
class CallQueueScheduleTest {
  private static final int SCHEDULES = LongForm.rounds(400, 10_000);
  private static final int STEPS = 60;
  private static final List<Band> BANDS = List.of(Band.values());
  private static final Failed BROKEN =
      new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.empty());

  @Test
  void nothing_is_granted_twice_or_lost_in_any_schedule() {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      new Schedule(seed).run(STEPS);
    }
  }

  @Test
  void a_call_that_leaves_at_any_step_gives_everything_back() {
    for (int step = 0; step < STEPS; step++) {
      for (int seed = 0; seed < LongForm.rounds(8, 20); seed++) {
        var schedule = new Schedule(seed);
        schedule.run(step);
        schedule.leaveAll();
        schedule.check("seed " + seed + ", step " + step);
        assertThat(schedule.scene.queue.waiting()).isZero();
        assertThat(schedule.scene.meter.taken).isZero();
      }
    }
  }

  private static final class Schedule {
    private final int seed;
    private final SplittableRandom random;
    private final Scene scene;
    private final List<Ticket> all = new ArrayList<>();
    private final List<Ticket> running = new ArrayList<>();
    private int told;

    Schedule(int seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      var config = new QueueConfig(12, 60_000, 80_000, Duration.ofSeconds(20), false);
      scene = new Scene(1_000 + random.nextInt(4_000), Map.of("a", 3), config);
      scene.meter.slots = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : Integer.MAX_VALUE;
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        step();
        check("seed " + seed + ", step " + i);
      }
      scene.meter.broken = Optional.empty();
      if (steps == STEPS) {
        finish();
      }
    }

    private void step() {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> offer();
        case 3 -> end();
        case 4 -> pick(all).ifPresent(this::leave);
        case 5 ->
            scene.meter.broken = random.nextInt(4) == 0 ? Optional.of(BROKEN) : Optional.empty();
        default -> scene.pass(Duration.ofMillis(random.nextInt(1_500)));
      }
      collect();
    }

    private void offer() {
      Band band = BANDS.get(random.nextInt(BANDS.size()));
      String tenant = List.of("a", "b", "*").get(random.nextInt(3));
      int patience = random.nextInt(5) == 0 ? random.nextInt(3_000) : 3_600_000;
      Ticket ticket =
          scene.offer(band, tenant, 1 + random.nextInt(8_000), Duration.ofMillis(patience));
      all.add(ticket);
      if (ticket.state() == State.GRANTED) {
        running.add(ticket);
      }
    }

    /// The waiting calls that are decided now.
    private void collect() {
      for (; told < scene.decided.size(); told++) {
        Ticket ticket = scene.decided.get(told);
        assertThat(ticket.state())
            .as("seed %d", seed)
            .isIn(State.GRANTED, State.REFUSED, State.LEFT);
        if (ticket.state() == State.GRANTED) {
          running.add(ticket);
        }
      }
    }

    private void end() {
      pick(running)
          .ifPresent(
              ticket -> {
                running.remove(ticket);
                Outcome outcome = random.nextBoolean() ? new Answered() : BROKEN;
                scene.settle(
                    ticket.grant(),
                    new AttemptResult(
                        outcome,
                        Usage.NONE,
                        ticket.grant().begun(),
                        OptionalLong.empty(),
                        scene.now));
              });
    }

    /// One that is under way has been begun, and can only end.
    private void leave(Ticket ticket) {
      if (ticket.state() == State.WAITING) {
        scene.queue.leave(ticket, scene.now);
        assertThat(ticket.state()).isEqualTo(State.LEFT);
      }
    }

    /// Those that wait give up their places, those that are granted what they have been given.
    void leaveAll() {
      while (scene.queue.waiting() > 0 || !running.isEmpty()) {
        List<Ticket> held = all.stream().filter(t -> t.state() == State.WAITING).toList();
        held.forEach(ticket -> scene.queue.leave(ticket, scene.now));
        running.forEach(ticket -> scene.queue.leave(ticket, scene.now));
        running.clear();
        collect();
      }
    }

    /// Lets everything end: each call that still waits is granted or refused, none is forgotten.
    private void finish() {
      for (int i = 0; i < 100 && scene.queue.waiting() > 0; i++) {
        scene.pass(Duration.ofSeconds(1));
        collect();
        while (!running.isEmpty()) {
          end();
          collect();
        }
      }
      while (!running.isEmpty()) {
        end();
        collect();
      }
      check("seed " + seed + ", at the end");
      assertThat(scene.queue.waiting()).as("seed %d", seed).isZero();
      assertThat(scene.queue.wakeAt()).isEqualTo(Long.MAX_VALUE);
      assertThat(scene.meter.taken).as("seed %d", seed).isZero();
      assertThat(all).noneMatch(t -> t.state() == State.WAITING);
    }

    void check(String when) {
      long waiting = all.stream().filter(t -> t.state() == State.WAITING).count();
      assertThat((long) scene.queue.waiting()).as(when).isEqualTo(waiting);
      assertThat(scene.meter.taken).as(when).isEqualTo(scene.meter.entered - scene.meter.settled);
      QueueSnapshot snapshot = scene.queue.snapshot(scene.route, scene.now);
      int calls = 0;
      double tokens = 0;
      for (Band band : Band.values()) {
        calls += snapshot.of(band).calls();
        tokens += snapshot.of(band).tokens();
      }
      assertThat(calls).as(when).isEqualTo((int) waiting).isLessThanOrEqualTo(12);
      assertThat(tokens).as(when).isLessThanOrEqualTo(60_000);
      if (waiting > 0) {
        assertThat(scene.queue.wakeAt()).as(when).isLessThan(Long.MAX_VALUE);
      }
    }

    private Optional<Ticket> pick(List<Ticket> from) {
      return from.isEmpty() ? Optional.empty() : Optional.of(from.get(random.nextInt(from.size())));
    }
  }
}
