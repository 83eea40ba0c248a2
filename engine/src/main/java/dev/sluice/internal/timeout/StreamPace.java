package dev.sluice.internal.timeout;

/// Detector of a stream that is alive but slow.
///
/// ```text
/// slow: events / span < 1 / (5 * usual)          over a span of at least the stall bound
/// ```
///
/// Spans follow one another, so that one which is slow throughout is found within two. What is
/// usual is the median time of an event of the same model until a while ago: no rate is fixed.
/// While nothing is learned no stream is slow. The silences of a model that is known to reason are
/// left out, which are those above a quarter of the stall bound.
///
/// Limitations: in a stream without any event nothing is found: that is a stall. A model whose
/// streams are rarely longer than 16 events stays unlearned.
///
/// Confined to the loop; `now` is an argument, in nanoseconds.
final class StreamPace {
  private static final double SLOWER = 5;

  private final long usual;
  private final boolean reasons;
  private long start;
  private long last;
  private long events;
  private boolean found;

  /// @param usual how long an event usually takes, in nanoseconds; 0 while that is not learned
  /// @param reasons whether the stream's model is known to reason
  StreamPace(long usual, boolean reasons) {
    this.usual = usual;
    this.reasons = reasons;
  }

  /// Whether the stream is still judged: a usual pace is learned, and it has not been found slow.
  boolean isWatched() {
    return usual != 0 && !found;
  }

  /// Counts a meaningful event. Called only where [#isWatched].
  ///
  /// @param stall the bound of a silence, in nanoseconds
  /// @return whether the stream has just been found slow, which is told once
  boolean event(long now, long stall) {
    if (last == 0) {
      begin(now);
      return false;
    }
    skipReasoning(now, stall);
    last = now;
    events++;
    return now - start >= stall && judge(now);
  }

  /// Begins a new span, since nothing was read meanwhile.
  void resumed(long now) {
    if (last != 0) {
      begin(now);
    }
  }

  private void skipReasoning(long now, long stall) {
    long gap = now - last;
    start += reasons && gap > stall / 4 ? gap : 0;
  }

  private boolean judge(long now) {
    found = (double) events * SLOWER * (double) usual < (double) (now - start);
    begin(now);
    return found;
  }

  /// Begins a span at `now`, with an event.
  void begin(long now) {
    start = now;
    last = now;
    events = 0;
  }
}
