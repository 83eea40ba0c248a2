package dev.sluice.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LastSchedulerTest {
  private final Queue<Runnable> loop = new ArrayDeque<>();
  private final LastScheduler scheduler = new LastScheduler(loop::add);
  private final List<String> run = new ArrayList<>();

  private void last(String name) {
    scheduler.execute(() -> run.add(name));
  }

  private void runAll() {
    for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
      task.run();
    }
  }

  @Test
  void between_two_steps_the_loop_does_what_else_it_has_to_do() {
    last("a");
    last("b");
    last("c");
    loop.add(() -> run.add("1"));
    loop.add(() -> run.add("2"));
    assertThat(loop).as("one turn, and the others").hasSize(3);
    runAll();
    assertThat(run).containsExactly("a", "1", "2", "b", "c");
  }

  @Test
  void a_step_that_makes_another_one_possible_lets_the_others_go_first() {
    scheduler.execute(
        () -> {
          run.add("a");
          last("a again");
          loop.add(() -> run.add("1"));
        });
    last("b");
    runAll();
    assertThat(run).containsExactly("a", "1", "b", "a again");
    last("c");
    runAll();
    assertThat(run).endsWith("c");
  }

  @Test
  void a_step_that_fails_keeps_no_other_from_going_on() {
    scheduler.execute(
        () -> {
          throw new IllegalStateException("a bug");
        });
    last("b");
    assertThatThrownBy(this::runAll).isInstanceOf(IllegalStateException.class);
    runAll();
    assertThat(run).containsExactly("b");
  }
}
