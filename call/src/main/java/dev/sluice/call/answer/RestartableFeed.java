package dev.sluice.call.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import org.jspecify.annotations.Nullable;

/// Makes the exchanges of one attempt one feed for the sinks behind it, which is whichever feeds
/// now, and their usage one sum. A stop between two exchanges stops the next as it begins. Confined
/// to the loop, but for [#asksForWhole].
public final class RestartableFeed extends ForwardingSink {
  private @Nullable AttemptHandle current;
  private @Nullable Failed stopped;
  private boolean whole;

  /// The usage of the exchanges before this one, and of this one.
  private Usage before = Usage.NONE;

  private Usage used = Usage.NONE;

  public RestartableFeed(Sink next) {
    super(next);
  }

  /// The next exchange is to bring a whole answer where one was to bring a stream. Called before it
  /// begins, by the call's thread.
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
