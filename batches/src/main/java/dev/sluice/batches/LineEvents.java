package dev.sluice.batches;

import dev.sluice.batches.LinesOut.LineOut;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// What becomes of the calls of lines, from the threads of the calls to the one that runs the
/// batch.
final class LineEvents {
  private final Queue<LineEvent> queue = new ConcurrentLinkedQueue<>();
  private final Runnable wake;

  /// What has become of the call of a line.
  sealed interface LineEvent {}

  /// A line has a target.
  record Sent(LineOut line) implements LineEvent {}

  /// The call of a line has ended.
  record Answered(LineOut line, LineAnswer answer) implements LineEvent {}

  /// @param wake called on any thread when there is something to take
  LineEvents(Runnable wake) {
    this.wake = wake;
  }

  /// The next one; null for none.
  @Nullable LineEvent poll() {
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

  private void add(LineEvent one) {
    queue.add(one);
    wake();
  }

  /// Has the run look what there is to do. Any thread.
  void wake() {
    wake.run();
  }
}
