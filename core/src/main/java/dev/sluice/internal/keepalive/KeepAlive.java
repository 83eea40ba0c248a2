package dev.sluice.internal.keepalive;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import java.time.Duration;

/// Tells the client of a stream at regular intervals that its call lives, until the stream begins:
/// while the call waits for a grant, for a repeat, or for the first token.
public final class KeepAlive implements Filter {
  /// The interval: proxies and load balancers close connections that were silent for 30 s or 60 s.
  public static final Duration EVERY = Duration.ofSeconds(15);

  private final Duration every;

  public KeepAlive(Duration every) {
    this.every = every;
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    if (!call.facts().stream()) {
      return next.send(call, sink);
    }
    var beat = new Beat(call.loop(), every, sink);
    beat.begin();
    try {
      return next.send(call, sink);
    } finally {
      beat.end();
    }
  }
}
