package dev.sluice.internal.timeout;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.atomic.AtomicInteger;

/// Adaptive timeout: a high quantile of the observed durations times a safety margin, with
/// exponential backoff. It learns how long something takes, and from that how long to wait for it.
///
/// ```text
/// bound  = q99.5 * margin                       not learned before 20 samples; at least the prior
///                                               while there are fewer than 200
/// margin = max(1.5, tail, few, 1.5 * e^shift)
/// tail   = min(2, q99.5 / q95)                  a heavy tail is not cut
/// few    = 2 - min(1, samples / 200)            one in 200 lies beyond q99.5
/// shift  = shift + (ln(took / median) - shift) / 8     with each answer
/// ```
///
/// The shift is how much longer than the median the last answers took: when a model gets slower
/// this shows in the answers that still come in time, before the sketch has learned it. The bound
/// doubles with each timeout that follows a timeout, eight times at most, and any answer ends the
/// row. A target that is dead and one that has got slower look the same, so the doubled bound is
/// tried out: by the first attempt after the doubling and by one in eight of those that follow. The
/// others keep the plain bound, or else each call to a dead target would cost what it takes to find
/// out whether it is one.
///
/// Source: the backoff is that of TCP's retransmission timer (RFC 6298); quantiles of censored
/// samples come from [Sketch]; the margins are this project's (ADR 0013).
///
/// Limitations: a slowdown by more than the margin is seen only when an attempt with a doubled
/// bound is answered. With fewer than 200 samples the quantile is the largest sample or close to
/// it. Durations are known to within 5 %, from 1 ms to one hour.
///
/// Threads: safe for any thread. The lock is held for about a microsecond and never on a loop;
/// reading takes none.
final class Estimator {
  /// How many samples there must be before the bound is learned.
  static final int LEARNED = 20;

  private static final double QUANTILE = 0.995;
  private static final double TAIL_FROM = 0.95;
  private static final double MARGIN = 1.5;
  private static final double TAIL_MOST = 2;
  private static final double TRUSTED = 200;
  private static final double SHIFT_GAIN = 1.0 / 8;
  private static final int DOUBLINGS_MOST = 8;
  private static final int TRIED_BY_ONE_IN = 8;
  private static final long USUAL_FOR = 60_000_000_000L;

  /// How many samples there may be for the quantiles to be read from the sketch with each new one.
  /// Beyond that they are read when the sketch has got heavier by [#READ_SHARE] and at least by
  /// [#READ_LEAST]: a few samples move them by little, and reading them costs 700 bytes and about
  /// half a microsecond.
  private static final int READ_EACH = 1_024;

  private static final int READ_LEAST = 16;
  private static final float READ_SHARE = 1 / 256f;

  private final long prior;

  @GuardedBy("this")
  private final Sketch sketch;

  @GuardedBy("this")
  private int samples;

  /// How many samples have come since the quantiles were read.
  @GuardedBy("this")
  private int unread;

  /// The high quantile that the bound is derived from, as of the last reading, in nanoseconds.
  @GuardedBy("this")
  private long slowest;

  /// The ratio of [#slowest] to a lower quantile.
  @GuardedBy("this")
  private double tail;

  @GuardedBy("this")
  private double shift;

  @GuardedBy("this")
  private long doubled;

  @GuardedBy("this")
  private int usualSamples;

  @GuardedBy("this")
  private long usualSince;

  private volatile View view = View.UNLEARNED;

  private volatile Quantiles usual = Quantiles.NONE;

  /// How many attempts have begun since the last doubling.
  private final AtomicInteger begun = new AtomicInteger();

  /// A view of the statistics at some moment.
  ///
  /// @param quantiles the quantiles of the attempts that answered
  /// @param bound how long to wait, before any doubling, in nanoseconds; 0 if not learned yet
  /// @param doublings how often the bound is doubled for attempts that try the doubled bound out
  public record View(Quantiles quantiles, long bound, int doublings) {
    public static final View UNLEARNED = new View(Quantiles.NONE, 0, 0);
  }

  /// @param prior the bound that is assumed before anything was seen, in nanoseconds; 0 for none.
  ///   It weighs as one sample: of fewer than 200, one can be the q99.5
  public Estimator(long prior, long now) {
    this.prior = prior;
    sketch = new Sketch(now);
    doubled = now;
  }

  /// Returns how many attempts have answered. Waits for one that is being recorded, so that it must
  /// not be called on a loop.
  public synchronized int samples() {
    return samples;
  }

  /// Returns the current statistics.
  public View view() {
    return view;
  }

  /// Returns the usual quantiles: those of a while ago, which attempts that are judged by them have
  /// not changed. Otherwise one slow answer in twenty would make slowness usual.
  public Quantiles usual() {
    return usual;
  }

  /// Returns how often the bound of an attempt that begins now is doubled.
  public int doublings() {
    int most = view.doublings();
    return most == 0 || begun.getAndIncrement() % TRIED_BY_ONE_IN != 0 ? 0 : most;
  }

  /// Records an attempt that has answered after `nanos`.
  public synchronized void took(long nanos, long now) {
    sketch.add(nanos, now);
    samples = Math.min(samples + 1, Integer.MAX_VALUE - 1);
    follow(nanos);
    unread++;
    if (samples <= READ_EACH || unread >= Math.max(READ_LEAST, READ_SHARE * sketch.weight())) {
      publish(0);
    } else {
      keepQuantiles();
    }
    settle(now);
  }

  /// Records an attempt that was given up after `nanos`, for any reason.
  public synchronized void outlasted(long nanos, long now) {
    sketch.addOutlasted(nanos, now);
    publish(view.doublings());
  }

  /// Records a timeout of an attempt that began at `since`, and whose bound was doubled so often.
  public synchronized void fired(long since, int doublings, long now) {
    if (since - doubled >= 0 && doublings == view.doublings()) {
      doubled = now;
      begun.set(0);
      publish(Math.min(doublings + 1, DOUBLINGS_MOST));
    }
  }

  @GuardedBy("this")
  private void follow(long nanos) {
    long median = view.quantiles().median();
    if (median > 0) {
      shift += SHIFT_GAIN * (Math.log((double) Math.max(1, nanos) / (double) median) - shift);
    }
  }

  /// Makes the current quantiles the usual ones once a minute, and when they rest on twice as many
  /// samples.
  @GuardedBy("this")
  private void settle(long now) {
    boolean due = samples / 2 >= usualSamples || now - usualSince >= USUAL_FOR;
    if (samples >= LEARNED && due) {
      usual = view.quantiles();
      usualSamples = samples;
      usualSince = now;
    }
  }

  /// Recomputes the quantiles of the last answers alone; often nothing changes.
  @GuardedBy("this")
  private void keepQuantiles() {
    View known = view;
    long bound = bound();
    if (bound != known.bound() || known.doublings() != 0) {
      view = new View(known.quantiles(), bound, 0);
    }
  }

  @GuardedBy("this")
  private void publish(int doublings) {
    unread = 0;
    Quantiles quantiles = sketch.quantiles();
    slowest = quantiles.at(QUANTILE);
    tail = (double) slowest / (double) Math.max(1, quantiles.at(TAIL_FROM));
    view = new View(quantiles, samples < LEARNED ? 0 : bound(), doublings);
  }

  @GuardedBy("this")
  private long bound() {
    double doubt = 2 - Math.min(1, samples / TRUSTED);
    double shifted = shift > 0 ? MARGIN * Math.exp(shift) : 0;
    double heavy = Math.min(TAIL_MOST, tail);
    double margin = Math.max(Math.max(MARGIN, heavy), Math.max(doubt, shifted));
    return Math.max((long) ((double) slowest * margin), samples < TRUSTED ? prior : 0);
  }
}
