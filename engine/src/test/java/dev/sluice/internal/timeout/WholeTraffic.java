package dev.sluice.internal.timeout;

import dev.sluice.call.Call;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.internal.timeout.Upstream.End;
import java.time.Duration;
import java.util.Random;

/// Traffic to one upstream whose answers come whole, in virtual time: calls arrive at random, their
/// tokens are log-normal, and an answer takes its first token and all its tokens. An attempt that
/// was given up is made again up to three times in all, as the gateway does it.
final class WholeTraffic {
  private static final double FIRST_TOKEN = 0.5;
  private static final double TOKENS_MOST = 4_096;
  private static final int ATTEMPTS = 3;
  private static final int IN_ROW = 5;

  final VirtualLoop loop = new VirtualLoop();
  final Upstream upstream = new Upstream(loop, TimeoutConfig.defaults());
  private final Random random;
  private final double rate;

  /// The distribution of an answer's tokens, what one takes in seconds, and the share of the calls
  /// whose client bounds them.
  double tokens = 250;

  double sigma = 1;
  double perToken = 0.02;
  double bounded;
  long maxTokens = 1_000;
  private int era;
  private int waiting;
  private int inRow;
  private boolean running;

  int calls;
  int timeouts;
  int lost;

  /// When a breaker would have opened, in seconds of the loop; 0 if it would not have.
  double opened;

  WholeTraffic(long seed, double rate) {
    this.random = new Random(seed);
    this.rate = rate;
  }

  /// Lets calls arrive for so many seconds; they may end later.
  void run(double seconds) {
    running = true;
    double passed = 0;
    for (double gap = gap(); passed + gap < seconds; gap = gap()) {
      loop.advance(Upstream.seconds(gap));
      passed += gap;
      arrive();
    }
    loop.advance(Upstream.seconds(seconds - passed));
  }

  /// Counts anew; calls that have begun already count nowhere.
  void forget() {
    era++;
    calls = 0;
    timeouts = 0;
    lost = 0;
    opened = 0;
  }

  /// Lets what has begun come to its end.
  void settle() {
    running = false;
    loop.advance(Duration.ofMinutes(30));
  }

  double now() {
    return loop.nanos() / 1e9;
  }

  private double gap() {
    return -Math.log(1 - random.nextDouble()) / rate;
  }

  private double spread(double by) {
    return Math.exp(by * random.nextGaussian());
  }

  private void arrive() {
    calls++;
    Call call = upstream.whole();
    double written = Math.clamp(tokens * spread(sigma), 1, TOKENS_MOST);
    if (random.nextDouble() < bounded) {
      call = Upstream.bounded(call, maxTokens);
      written = Math.min(written, (double) maxTokens);
    }
    attempt(call, (long) written, ATTEMPTS, era);
  }

  private void attempt(Call call, long written, int left, int begunIn) {
    waiting++;
    double first = FIRST_TOKEN * spread(0.4);
    double all = first + (double) written * perToken * spread(0.2);
    upstream.whole(call, all, written, end -> ended(end, call, written, left, begunIn));
  }

  private void ended(End end, Call call, long written, int left, int begunIn) {
    waiting--;
    judge(end.timedOut());
    if (!end.timedOut()) {
      return;
    }
    timeouts += begunIn == era ? 1 : 0;
    if (left == 1) {
      lost += begunIn == era ? 1 : 0;
    } else {
      attempt(Upstream.retried(call), written, left - 1, begunIn);
    }
  }

  /// As the breaker does it: so many in a row, and not few beside those that still wait.
  private void judge(boolean failed) {
    inRow = failed ? inRow + 1 : 0;
    if (running && opened == 0 && inRow >= IN_ROW && inRow >= waiting / 20) {
      opened = now();
    }
  }
}
