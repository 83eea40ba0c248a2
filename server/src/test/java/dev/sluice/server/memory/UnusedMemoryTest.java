package dev.sluice.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnusedMemoryTest {
  private int running;
  private long kept;
  private long heap = 100;
  private long shrunk = 100;
  private int collections;
  private boolean held;
  private Runnable waiting = () -> {};
  private final UnusedMemory memory =
      new UnusedMemory(
          () -> running,
          () -> kept,
          () -> heap,
          () -> {
            collections++;
            heap = shrunk;
          },
          task -> {
            if (held) {
              waiting = task;
            } else {
              task.run();
            }
          });

  @Test
  void a_heap_that_has_grown_is_collected_when_no_call_was_under_way_for_twenty_looks() {
    heap = 300;
    look(19);
    assertThat(collections).isZero();
    look(1);
    assertThat(collections).isEqualTo(1);
  }

  @Test
  void a_heap_that_has_hardly_grown_is_left_alone() {
    heap = 150;
    look(100);
    assertThat(collections).isZero();
  }

  @Test
  void what_caches_keep_is_not_gone_over() {
    heap = 300;
    kept = 65L << 20;
    look(100);
    assertThat(collections).isZero();
    kept = 64L << 20;
    look(1);
    assertThat(collections).isEqualTo(1);
  }

  @Test
  void a_call_at_a_look_begins_the_wait_anew() {
    heap = 300;
    look(19);
    running = 1;
    look(1);
    running = 0;
    look(19);
    assertThat(collections).isZero();
  }

  @Test
  void what_a_collection_leaves_is_not_collected_again_and_again() {
    heap = 1_000;
    shrunk = 900;
    look(200);
    assertThat(collections).isEqualTo(1);
    heap = 1_400;
    look(200);
    assertThat(collections).isEqualTo(2);
  }

  /// As by a collector that works beside the calls.
  @Test
  void what_a_collection_leaves_counts_from_its_end() {
    held = true;
    heap = 1_000;
    look(200);
    assertThat(collections).isZero();
    shrunk = 400;
    waiting.run();
    assertThat(collections).isEqualTo(1);
    heap = 610;
    held = false;
    look(20);
    assertThat(collections).isEqualTo(2);
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      memory.look();
    }
  }
}
