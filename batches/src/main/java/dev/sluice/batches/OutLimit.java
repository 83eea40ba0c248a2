package dev.sluice.batches;

/// How many lines of a batch may be out together, learned: more, as long as that brings more
/// answers.
///
/// ```text
/// answers a second = lines out / mean time of a line                      (Little's law)
/// start  one more with each answer                                        (slow start)
///        until the mean time > 1.5 / 1.1 * that of the first lines; then back to a quarter, since that
///        shows late, and climb
/// climb  try 1.5 * limit
///        keep it if the mean time <= 1.5 / 1.1 * that before: at least a tenth more answers
///        else go back, for 16 times as many lines;  down by 1.5, too, at 1.5 * the usual time
/// cut    to a half when a target refuses, and climb
/// ```
///
/// A mean is that of 128 lines, or of as many as may be out; at the start, of 64, or half as many
/// as may be out. A provider whose quota is not used up answers more lines in the same time; one
/// that works on as much as it can takes longer for each, and more lines would only stand in the
/// way of others there. Climbing, times of lines that were out before a change do not count, since
/// they say nothing of it. At the first limit all times are usual.
///
/// Source: Jacobson, "Congestion Avoidance and Control" (SIGCOMM 1988), for the start.
///
/// A state machine: times are in nanoseconds of a clock that only goes forward.
final class OutLimit {
  private static final double STEP = 1.5;
  private static final double GAIN = 1.1;
  private static final int SAMPLE = 128;
  private static final int FIRST_SAMPLE = 64;
  private static final int REST = 16;
  private static final int LATE = 4;

  private final int first;
  private final int most;
  private int limit;
  private boolean starts = true;

  /// The limit before the step that is tried; zero while none is.
  private int before;

  /// The mean time at this limit, at the one before a step, or of the first lines; zero while it is
  /// not known.
  private double usual;

  private int rest;
  private boolean begun;
  private long since;

  /// Whether as many lines were out as may be.
  private boolean full;

  private double sum;
  private int count;

  /// @param first the limit that is not learned
  OutLimit(int first, int most) {
    this.first = Math.min(first, most);
    this.most = most;
    this.limit = this.first;
  }

  int limit() {
    return limit;
  }

  /// Whether one more line may be out.
  ///
  /// @param lines how many are
  boolean hasRoom(int lines) {
    full |= lines >= limit;
    return lines < limit;
  }

  /// A line has its result.
  void answered() {
    if (limit < first) {
      limit++;
    }
  }

  /// A target has answered a line.
  ///
  /// @param sent since when it worked on it
  void took(long sent, long now) {
    if (starts) {
      start(now - sent);
    } else if (!begun) {
      begun = true;
      since = now;
    } else if (sent - since >= 0 && add(now - sent) >= Math.max(SAMPLE, limit)) {
      climb(mean());
    }
  }

  private void start(long nanos) {
    if (limit < first) {
      return;
    }
    if (full) {
      limit = Math.min(most, limit + 1);
    }
    if (add(nanos) < Math.max(FIRST_SAMPLE, limit / 2)) {
      return;
    }
    double mean = mean();
    full = false;
    if (usual == 0) {
      usual = mean;
    } else if (mean > usual * STEP / GAIN) {
      starts = false;
      limit = Math.max(first, limit / LATE);
      usual = 0;
    }
  }

  private void climb(double mean) {
    boolean wanted = full;
    full = false;
    begun = false;
    if (limit > first && usual > 0 && mean > usual * (before > 0 ? STEP / GAIN : STEP)) {
      limit = before > 0 ? before : Math.max(first, (int) (limit / STEP));
      before = 0;
      rest = REST;
      return;
    }
    usual = before > 0 || limit <= first || usual == 0 ? mean : Math.min(usual, mean);
    before = 0;
    if (rest > 0) {
      rest--;
    } else if (wanted && limit < most) {
      before = limit;
      limit = (int) Math.min(most, Math.ceil(limit * STEP));
    }
  }

  /// @return of how many lines the times are known
  private int add(long nanos) {
    sum += nanos;
    count++;
    return count;
  }

  /// Returns the mean of the times, and forgets them.
  private double mean() {
    double mean = sum / count;
    sum = 0;
    count = 0;
    return mean;
  }

  /// A target has refused.
  void cut() {
    forget(Math.max(1, limit / 2), false);
  }

  /// Begins with one line again.
  void toOne() {
    forget(1, true);
  }

  private void forget(int to, boolean start) {
    limit = to;
    starts = start;
    before = 0;
    begun = false;
    full = false;
    sum = 0;
    count = 0;
    usual = start ? 0 : usual;
  }
}
