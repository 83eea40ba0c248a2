package dev.sluice.call.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import org.jspecify.annotations.Nullable;

/// A sink that makes the exchanges of one attempt look like one attempt to the sinks behind it,
/// with the sum of their usage. An [AttemptHandle#abort] between two exchanges stops the next one
/// as it begins. Confined to the loop, but for [#asksForWhole].
public final class RestartableFeed extends ForwardingSink {
  private @Nullable AttemptHandle current;
  private @Nullable Failed stopped;
  private boolean whole;

  /// The summed usage of the exchanges before the current one, and the usage of the current one.
  private Usage before = Usage.NONE;

  private Usage used = Usage.NONE;

  public RestartableFeed(Sink next) {
    super(next);
  }

  /// Prepares for a second exchange, which is to bring a whole answer where the first was to bring
  /// a stream. Called before that exchange begins, by the call's thread.
  public void asksForWhole() {
    whole = true;
  }

  @Override
  public void attach(AttemptHandle attempt) {
    boolean first = current == null;
    current = attempt;
    before = before.and(used);
    used = Usage.NONE;
    if (first) {
      next.attach(new Whichever(attempt.target()));
    }
    if (stopped != null) {
      attempt.abort(stopped);
    } else if (whole) {
      next.whole();
    }
  }

  @Override
  public void usage(Usage usage) {
    used = usage;
    next.usage(before.and(usage));
  }

  private final class Whichever implements AttemptHandle {
    private final String target;

    Whichever(String target) {
      this.target = target;
    }

    @Override
    public String target() {
      return target;
    }

    @Override
    public void abort(Failed why) {
      stopped = why;
      if (current != null) {
        current.abort(why);
      }
    }
  }
}
