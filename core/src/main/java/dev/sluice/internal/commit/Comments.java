package dev.sluice.internal.commit;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Keeps the connection of a client whose streamed answer is held: it has a comment when it has had
/// nothing for a while. With the first one its stream has begun, so that a bound of the client on
/// the first byte is met, and binds no wait behind.
public final class Comments implements Filter {
  /// Load balancers cut what is idle for a minute, and errors that come earlier keep their status.
  private static final Duration EVERY = Duration.ofSeconds(15);

  private final Clock clock;

  public Comments(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    if (!call.facts().stream()) {
      return next.send(call, sink);
    }
    var due = new Due(call.loop(), sink, every(call));
    call.loop().execute(due::start);
    try {
      return next.send(call.withDeadline(new Deadline(call.deadline().nanos())), due.sink);
    } finally {
      call.loop().execute(due::stop);
    }
  }

  /// In time for a client that waits for less, and for its next byte too.
  private Duration every(Call call) {
    Duration most = call.deadline().remainingToBegin(clock.nanos()).multipliedBy(9).dividedBy(10);
    return most.compareTo(EVERY) < 0 ? most : EVERY;
  }

  /// The next comment. Confined to the loop.
  private static final class Due {
    final Sink sink;
    private final Loop loop;
    private final Duration every;
    private Loop.@Nullable Timer timer;
    private boolean stopped;

    Due(Loop loop, Sink sink, Duration every) {
      this.loop = loop;
      this.sink = sink;
      this.every = every;
    }

    void start() {
      if (!stopped && !sink.committed()) {
        timer = loop.schedule(every, this::comment);
      }
    }

    private void comment() {
      if (!stopped && !sink.committed()) {
        sink.alive();
      }
      start();
    }

    void stop() {
      stopped = true;
      if (timer != null) {
        timer.cancel();
      }
    }
  }
}
