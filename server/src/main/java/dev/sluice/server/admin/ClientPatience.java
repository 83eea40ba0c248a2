package dev.sluice.server.admin;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.http.AnswerWriter;
import dev.sluice.server.http.LazyTimer;
import dev.sluice.server.http.WriteStall;
import io.netty.channel.Channel;
import java.time.Duration;

/// How long a connection waits for its client: to ask, and to take what it is sent. Confined to the
/// connection's loop.
final class ClientPatience {
  /// The time after which a client that has not asked, or not taken the answer, is cut off.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Channel channel;
  private final Clock clock;
  private final LazyTimer timer;
  private final WriteStall stall;

  ClientPatience(Channel channel, Clock clock) {
    this.channel = channel;
    this.clock = clock;
    this.timer = new LazyTimer(channel.eventLoop(), clock);
    this.stall = new WriteStall(channel, PATIENCE);
  }

  /// Waits anew for what the client asks.
  void await() {
    timer.set(PATIENCE, this::close);
  }

  /// Waits for nothing: the answer has no end.
  void suspend() {
    timer.clear();
  }

  /// Waits until the client has taken its answer, and then for what it asks next.
  void sent() {
    timer.set(stall.begin(clock.nanos()), this::look);
  }

  /// Ends with the connection.
  void end() {
    timer.close();
  }

  private void look() {
    stall.look(clock.nanos()).ifPresentOrElse(wait -> timer.set(wait, this::look), this::cut);
  }

  /// Ends the connection; a client that has taken everything has only been idle.
  private void cut() {
    if (stall.pending()) {
      AnswerWriter.reset(channel);
    } else {
      close();
    }
  }

  private void close() {
    var _ = channel.close();
  }
}
