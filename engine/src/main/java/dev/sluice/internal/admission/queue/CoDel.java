package dev.sluice.internal.admission.queue;

/// CoDel (controlled delay): decides whether a queue stands, by how long calls of one band have
/// waited. While even the least wait of an interval is above the target, calls are refused, the
/// faster the longer that lasts.
///
/// ```text
/// target   = max_wait / 9
/// interval = max_wait / 3
/// refuse   : every wait of an interval was >= target
/// next     = next + interval / sqrt(count)          count of refusals in this episode
/// ```
///
/// An episode that begins within an interval after the last one begins with its count less two.
///
/// Source: Nichols and Jacobson, "Controlling Queue Delay" (ACM Queue, 2012); RFC 8289.
///
/// Limitations: it is for targets that lack capacity. A queue in front of a rate limit is above any
/// target whenever more arrives than the limit allows, and must not be judged by this. It looks at
/// calls that are about to be granted, so where nothing is granted it refuses nothing.
final class CoDel {
  private static final int PART = 3;

  private final long target;
  private final long interval;

  private boolean above;
  private long aboveSince;
  private boolean refusing;
  private long next;
  private int count;

  /// @param maxWait how long a call may wait, in nanoseconds
  public CoDel(long maxWait) {
    this.target = maxWait / PART / PART;
    this.interval = maxWait / PART;
  }

  /// Whether the call that is about to go, after it has waited for `waited`, is refused instead.
  public boolean refuses(long waited, long now) {
    if (waited < target) {
      above = false;
      refusing = false;
      return false;
    }
    if (!above) {
      above = true;
      aboveSince = now;
      return false;
    }
    if (now - aboveSince < interval) {
      return false;
    }
    if (!refusing) {
      refusing = true;
      // Where it stood again soon after, the pace that helped then is a good beginning.
      count = now - next < interval && count > 2 ? count - 2 : 1;
      next = now + pause();
      return true;
    }
    if (now - next < 0) {
      return false;
    }
    count++;
    next += pause();
    return true;
  }

  private long pause() {
    return (long) (interval / Math.sqrt(count));
  }
}
