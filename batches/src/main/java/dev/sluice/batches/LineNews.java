package dev.sluice.batches;

import dev.sluice.batches.LinesOut.LineOut;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// What becomes of the calls of lines, from the threads of the calls to the one that runs the
/// batch.
final class LineNews {
  private final Queue<News> queue = new ConcurrentLinkedQueue<>();
  private final Runnable wake;

  /// What has become of the call of a line.
  sealed interface News {}

  /// A line has a target.
  record Sent(LineOut line) implements News {}

  /// The call of a line has ended.
  record Answered(LineOut line, LineAnswer answer) implements News {}

  /// @param wake called on any thread when there is something to take
  LineNews(Runnable wake) {
    this.wake = wake;
  }

  /// The next one; null for none.
  @Nullable News poll() {
    return queue.poll();
  }

  /// A receiver of what becomes of the call of a line. For any thread.
  LineReceiver receiver(LineOut line) {
    return new LineReceiver() {
      @Override
      public void sent() {
        add(new Sent(line));
      }

      @Override
      public void answered(LineAnswer answer) {
        add(new Answered(line, answer));
      }
    };
  }

  private void add(News one) {
    queue.add(one);
    wake();
  }

  /// Has the run look what there is to do. Any thread.
  void wake() {
    wake.run();
  }
}
