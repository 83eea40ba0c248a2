package dev.sluice.lab.overhead;

import dev.sluice.call.Clock;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockUpstream;
import dev.sluice.lab.load.Payload;
import io.netty.channel.EventLoop;
import java.time.Duration;

/// What every scenario works with.
///
/// @param loop carries the load and the provider
/// @param provider what stands behind every contender
/// @param seconds how long a scenario measures one contender in one round
record Bench(EventLoop loop, Clock clock, MockUpstream provider, int seconds) {

  Load.Site site(Contender contender) {
    return new Load.Site(loop, clock, contender.address());
  }

  Duration measured() {
    return Duration.ofSeconds(seconds);
  }

  /// A call for `contender` whose body has `size` bytes.
  static Payload call(Contender contender, boolean stream, int size) {
    String host = "127.0.0.1:" + contender.address().getPort();
    return Payload.chat(host, "mock", stream, size);
  }
}
