package dev.sluice.it.gateway;

import dev.sluice.call.runtime.Clock;
import dev.sluice.it.gateway.RawCall.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// A client that sends a call again as its like do: after what the answer tells it, else after a
/// time of its own that doubles.
///
/// @param retries how often, at most
/// @param base the first time of its own
/// @param longest its longest time of its own
/// @param jitter the part of it that is left out by chance
/// @param counts whether it tells how often it has sent the same before
record Patient(int retries, Duration base, Duration longest, double jitter, boolean counts) {
  /// The official clients of OpenAI.
  static final Patient SDK =
      new Patient(2, Duration.ofMillis(500), Duration.ofSeconds(8), 0.25, true);

  /// A coding agent: it comes back after 0.6, 1.2, 2.4 s and on.
  static final Patient AGENT =
      new Patient(10, Duration.ofMillis(600), Duration.ofSeconds(32), 0, false);

  /// What the official clients believe of what they are told, at most.
  private static final Duration LONGEST_HINT = Duration.ofSeconds(60);

  /// The last answer that a client had.
  ///
  /// @param asked when it was asked for, by the clock that the gateway reads
  record Last(Reply reply, long asked) {
    boolean isGood() {
      return reply.status() == 200;
    }
  }

  /// Calls until there is an answer, or its patience ends.
  Last call(InetSocketAddress server, RandomGenerator random) throws IOException {
    for (int sent = 0; ; sent++) {
      long asked = Clock.SYSTEM.nanos();
      Reply reply = attempt(server, sent);
      boolean passes = reply.status() == 429 || reply.status() >= 500;
      boolean told = reply.header("x-should-retry").equals("false");
      if (!passes || told || sent == retries) {
        return new Last(reply, asked);
      }
      Due.after(wait(reply, sent, random));
    }
  }

  private Reply attempt(InetSocketAddress server, int sent) throws IOException {
    try (RawCall call = new RawCall(server)) {
      return (counts ? call.repeatedChat("m", sent) : call.postChat("m", false)).reply();
    }
  }

  private Duration wait(Reply reply, int sent, RandomGenerator random) {
    String told = reply.header("retry-after-ms");
    if (!told.isEmpty()) {
      Duration hint = Duration.ofMillis(Long.parseLong(told));
      if (hint.isPositive() && hint.compareTo(LONGEST_HINT) <= 0) {
        return hint;
      }
    }
    Duration doubled = base.multipliedBy(1L << sent);
    Duration own = doubled.compareTo(longest) < 0 ? doubled : longest;
    return Duration.ofNanos((long) (own.toNanos() * (1 - jitter * random.nextDouble())));
  }
}
