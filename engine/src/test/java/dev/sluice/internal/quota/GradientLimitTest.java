package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// In virtual time against a server with so many slots and a queue without an end.
class GradientLimitTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  @Test
  void it_finds_what_a_server_can_serve_and_keeps_first_tokens_early() {
    for (int slots : new int[] {4, 16, 64}) {
      var server = new Server(slots, slots);
      server.run(600);
      server.reset();
      server.run(600);
      assertThat(server.throughput()).isGreaterThan(0.95);
      assertThat(server.slowness()).isLessThan(4);
      assertThat(server.gradient.limit()).isBetween(slots * 3 / 4, slots * 3);
    }
  }

  @Test
  void it_follows_a_server_that_loses_half_of_its_slots() {
    var server = new Server(32, 32);
    server.run(600);
    server.slots = 16;
    server.run(600);
    server.reset();
    server.run(600);
    assertThat(server.throughput()).isGreaterThan(0.95);
    assertThat(server.gradient.limit()).isBetween(12, 48);
  }

  @Test
  void a_model_that_is_slower_from_now_on_is_not_taken_for_a_queue() {
    var server = new Server(16, 16);
    server.run(600);
    server.prefill *= 3;
    server.run(1_200);
    server.reset();
    server.run(600);
    assertThat(server.throughput()).isGreaterThan(0.9);
  }

  @Test
  void each_of_several_processes_begins_with_its_part_of_it() {
    int[] processes = {1};
    var gradient = new GradientLimit(() -> processes[0]);
    assertThat(gradient.limit()).isEqualTo(16);
    processes[0] = 4;
    assertThat(gradient.limit()).isEqualTo(4);

    gradient.refused(0, 100);
    processes[0] = 1;

    assertThat(gradient.limit()).isEqualTo(3);
  }

  @Test
  void refusals_shrink_it_once_a_round() {
    var gradient = new GradientLimit(() -> 1);
    int before = gradient.limit();
    gradient.refused(0, 100);
    gradient.refused(50, 110);
    assertThat(gradient.limit()).isEqualTo((int) (before * 0.85));
    gradient.refused(120, 130);
    assertThat(gradient.limit()).isEqualTo((int) (before * 0.85 * 0.85));
  }

  @Test
  void slots_are_given_back_and_tell_when_one_is_free() {
    var slots = new Slots(2, null);
    assertThat(slots.nextOpen(7)).isEqualTo(7);
    slots.take();
    slots.take();
    assertThat(slots.nextOpen(7)).isGreaterThan(7);
    for (int i = 0; i < 200; i++) {
      slots.giveBack(10 * SECOND);
      slots.take();
    }
    // Two that take ten seconds each: one is free every five.
    assertThat(slots.nextOpen(0)).isBetween(4 * SECOND, 6 * SECOND);
    slots.giveBack(1);
    assertThat(slots.taken()).isEqualTo(1);
  }

  /// A server with more to do than it can: its callers always have a call waiting.
  private static final class Server {
    private final GradientLimit gradient = new GradientLimit(() -> 1);
    private final PriorityQueue<Event> events =
        new PriorityQueue<>(Comparator.comparingLong(Event::at));
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final SplittableRandom random;
    private int slots;
    private double prefill = 0.2 * MS;
    private int inFlight;
    private int served;
    private long now;
    private double work;
    private double workSince;
    private long since;
    private double late;
    private long firsts;

    private record Event(long at, Runnable what) {}

    Server(int slots, long seed) {
      this.slots = slots;
      this.random = new SplittableRandom(seed);
    }

    void reset() {
      since = now;
      workSince = work;
      late = 0;
      firsts = 0;
    }

    double throughput() {
      return (work - workSince) / ((double) (now - since) * slots);
    }

    double slowness() {
      return late / firsts;
    }

    void run(int seconds) {
      long until = now + seconds * SECOND;
      fill();
      for (Event e = events.peek(); e != null && e.at() <= until; e = events.peek()) {
        events.remove();
        now = e.at();
        e.what().run();
        fill();
      }
      now = until;
    }

    private void fill() {
      while (inFlight < gradient.limit()) {
        send();
      }
    }

    private void send() {
      int entered = ++inFlight;
      long begun = now;
      long input = random.nextLong(200, 4_000);
      long first = (long) (prefill * (input + 100) * (0.9 + 0.2 * random.nextDouble()));
      long rest = random.nextLong(500, 3_000) * MS;
      waiting.add(
          () -> {
            served++;
            events.add(
                new Event(
                    now + first,
                    () -> {
                      late += (double) (now - begun) / first;
                      firsts++;
                      gradient.firstToken(now - begun, input, begun, entered, now);
                    }));
            events.add(new Event(now + first + rest, () -> done(first + rest)));
          });
      serve();
    }

    private void done(long took) {
      work += took;
      served--;
      inFlight--;
      serve();
    }

    private void serve() {
      while (served < slots && !waiting.isEmpty()) {
        waiting.removeFirst().run();
      }
    }
  }
}
