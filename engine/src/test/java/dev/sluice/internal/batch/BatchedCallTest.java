package dev.sluice.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.VirtualLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/// What a member of a shared call hears of it when its own loop is busy.
class BatchedCallTest {
  private final BusyLoop loop = new BusyLoop();
  private final CommitPoint sink = new CommitPoint(new RecordingExit(), false, Clock.SYSTEM);
  private final BatchedCall member = new Embeddings(loop).member("text", sink);

  @Test
  void an_attempt_is_its_own_also_when_it_has_been_told_the_outcome_meanwhile() {
    member.attach(TestFeed.of("p/m"));
    member.complete(new MemberResult.Broken(new Failed.Internal()));
    loop.runAll();
    assertThat(sink.info().target()).isEqualTo("p/m");
  }

  @Test
  void what_comes_after_the_outcome_or_when_its_client_has_left_is_not_its_own() {
    member.attach(TestFeed.of("p/m"));
    assertThat(member.leave()).isEmpty();
    loop.runAll();
    member.attach(TestFeed.of("p/m"));
    loop.runAll();
    assertThat(sink.info().attempts()).isEmpty();
  }

  /// Runs nothing until it is told to.
  private static final class BusyLoop implements Loop {
    private final VirtualLoop loop = new VirtualLoop();
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return loop.schedule(delay, task);
    }

    @Override
    public boolean inLoop() {
      return false;
    }

    @Override
    public Thread start(String name, Runnable task) {
      return loop.start(name, task);
    }

    void runAll() {
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
    }
  }
}
