package dev.sluice.call.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BugQueueTest {
  private static final Throwable BUG = new IllegalStateException("a bug");

  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final CountDownLatch writes = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  private final BugQueue queue =
      new BugQueue(
          3,
          (what, _) -> {
            if (what.equals("slow")) {
              writes.countDown();
              awaitQuietly(go);
            }
            log.add(what);
          },
          lost -> log.add(lost + " lost"));

  @Test
  void a_bug_is_written_when_it_has_been_reported() {
    queue.add("a", BUG);
    assertThat(log).containsExactly("a");
    queue.add("b", BUG);
    assertThat(log).containsExactly("a", "b");
  }

  @Test
  void nobody_waits_for_the_thread_that_writes_and_what_came_meanwhile_is_written_by_it()
      throws Exception {
    Thread writer = Thread.ofPlatform().start(() -> queue.add("slow", BUG));
    writes.await();
    IntStream.range(0, 5).forEach(each -> queue.add("bug " + each, BUG));
    assertThat(log).isEmpty();
    go.countDown();
    writer.join();
    assertThat(log).containsExactly("slow", "bug 0", "bug 1", "bug 2", "2 lost");
  }

  @Test
  void a_bug_that_the_log_reports_itself_follows_the_one_that_is_written() {
    var queues = new BugQueue[1];
    queues[0] =
        new BugQueue(
            3,
            (what, bug) -> {
              if (what.equals("first")) {
                queues[0].add("within", bug);
              }
              log.add(what);
            },
            _ -> {});
    queues[0].add("first", BUG);
    assertThat(log).containsExactly("first", "within");
  }

  @Test
  void a_log_that_fails_fails_once() {
    var full = new BugQueue(3, (what, _) -> refuse(what), _ -> {});
    assertThatThrownBy(() -> full.add("no memory", BUG)).isInstanceOf(OutOfMemoryError.class);
    full.add("a", BUG);
    assertThat(List.copyOf(log)).containsExactly("a");
  }

  @Test
  void a_log_that_fails_while_the_queue_is_full_leaves_none_waiting_for_good() {
    var queues = new BugQueue[1];
    queues[0] =
        new BugQueue(
            1,
            (what, bug) -> {
              if (what.equals("no memory")) {
                queues[0].add("meanwhile", bug);
              }
              refuse(what);
            },
            lost -> log.add(lost + " lost"));
    assertThatThrownBy(() -> queues[0].add("no memory", BUG)).isInstanceOf(OutOfMemoryError.class);
    queues[0].add("one too many", BUG);
    assertThat(log).containsExactly("meanwhile", "1 lost");
  }

  private void refuse(String what) {
    if (what.equals("no memory")) {
      throw new OutOfMemoryError("as it is asked for");
    }
    log.add(what);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
