package dev.sluice.provider;

import dev.sluice.call.Failed;
import dev.sluice.call.Feed;
import dev.sluice.call.ForwardingSink;
import dev.sluice.call.Sink;
import org.jspecify.annotations.Nullable;

/// Makes two exchanges one attempt for the sinks behind it: they see one feed, which is whichever
/// feeds now. Who stops it between the two stops the second as it begins. Confined to the loop.
final class OneFeed extends ForwardingSink {
  private @Nullable Feed current;
  private @Nullable Failed stopped;

  OneFeed(Sink next) {
    super(next);
  }

  @Override
  public void attach(Feed feed) {
    boolean first = current == null;
    current = feed;
    if (first) {
      next.attach(new Whichever(feed.target()));
    } else if (stopped != null) {
      feed.abort(stopped);
    }
  }

  private final class Whichever implements Feed {
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
