package dev.sluice.admission.queue.traffic;

/// Whether a queue stands: CoDel ("Controlling Queue Delay", Nichols and Jacobson, ACM Queue 2012),
/// on how long calls of one band have waited. While even the least wait of an interval is above the
/// target, calls are refused, the faster the longer that lasts.
public final class CoDel {
  private final long target;
  private final long interval;

  private boolean above;
  private long aboveSince;
  private boolean refusing;
  private long next;
  private int count;

  /// @param maxWait how long a call may wait, in nanoseconds
  public CoDel(long maxWait) {
    this.target = maxWait / 10;
    this.interval = maxWait / 3;
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
