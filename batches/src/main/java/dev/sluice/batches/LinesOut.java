package dev.sluice.batches;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The lines of a batch that are called now: those that wait for a target, and those that a target
/// works on. For one thread.
final class LinesOut {
  private final Map<Integer, LineOut> lines = new HashMap<>();
  private long bytes;
  private int waiting;

  void add(LineOut line) {
    lines.put(line.number(), line);
    bytes += line.bytes();
    waiting++;
  }

  /// Notes that a line waits no more.
  void sent(LineOut line, long now) {
    if (lines.get(line.number()) == line && !line.isSent()) {
      line.sentAt(now);
      waiting--;
    }
  }

  /// Takes a line out whose call has ended.
  ///
  /// @return whether it was there
  boolean remove(LineOut line) {
    boolean there = lines.remove(line.number(), line);
    if (there) {
      bytes -= line.bytes();
      waiting -= line.isSent() ? 0 : 1;
    }
    return there;
  }

  int size() {
    return lines.size();
  }

  /// How many wait for a target.
  int waiting() {
    return waiting;
  }

  /// How many bytes their bodies have.
  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /// Leaves all calls; each is still out until it has ended.
  void leave() {
    List.copyOf(lines.values()).forEach(LineOut::leave);
  }

  /// Waits for none of them any more.
  void clear() {
    lines.clear();
    bytes = 0;
    waiting = 0;
  }

  /// A line that is called now.
  static final class LineOut {
    private final int number;
    private final int bytes;
    private final byte[] customId;
    private final LineAttempts attempts;
    private @Nullable Runnable leave;
    private boolean sent;
    private long sentAt;

    /// @param bytes how many its body has
    LineOut(int number, int bytes, byte[] customId, LineAttempts attempts) {
      this.number = number;
      this.bytes = bytes;
      this.customId = customId;
      this.attempts = attempts;
    }

    int number() {
      return number;
    }

    int bytes() {
      return bytes;
    }

    byte[] customId() {
      return customId;
    }

    LineAttempts attempts() {
      return attempts;
    }

    boolean isSent() {
      return sent;
    }

    private void sentAt(long now) {
      sent = true;
      sentAt = now;
    }

    /// Since when a target works on it; only once it [#isSent].
    long sentAt() {
      return sentAt;
    }

    /// Sets what leaves its call.
    void leaveBy(Runnable how) {
      leave = how;
    }

    /// Leaves its call, or gives back what the answer holds.
    void leave() {
      Runnable how = leave;
      if (how != null) {
        how.run();
      }
    }
  }

  /// How often a line was tried.
  ///
  /// @param failed how often that failed although there was capacity
  /// @param crowded how often there was none
  record LineAttempts(int failed, int crowded) {
    static final LineAttempts NONE = new LineAttempts(0, 0);

    LineAttempts afterFailure() {
      return new LineAttempts(failed + 1, crowded);
    }

    LineAttempts afterCrowd() {
      return new LineAttempts(failed, crowded + 1);
    }
  }
}
