package dev.sluice.lab.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// The results of a load in a window of time. All times are nanoseconds. Confined to the loop while
/// it is written, to its reader afterwards.
public final class Tally {
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

  private final Histogram latency = histogram();
  private final Histogram firstEvent = histogram();
  private final Histogram gap = histogram();
  private final Histogram delay = histogram();
  private final Map<CallError, Long> errors = new EnumMap<>(CallError.class);
  private long calls;
  private long events;
  private long waiting;

  /// Returns how many calls were answered whole and well.
  public long calls() {
    return calls;
  }

  /// Events received, those of failed and of unfinished calls included.
  public long events() {
    return events;
  }

  /// Returns how many calls went wrong, by how.
  public Map<CallError, Long> errors() {
    return errors;
  }

  /// Returns how many calls went wrong.
  public long failed() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Returns how many calls were due at the window's end and not sent yet: more than a few mean
  /// that the connections do not suffice for the pace.
  public long waiting() {
    return waiting;
  }

  /// Returns the times from when a call was due to the end of its answer.
  public Histogram latency() {
    return latency;
  }

  /// Returns the times from when a streamed call was due to its first event.
  public Histogram firstEvent() {
    return firstEvent;
  }

  /// Between an event and the next one of the same stream.
  public Histogram gap() {
    return gap;
  }

  /// Returns the times from when an event was sent to its arrival, where its sender says when.
  public Histogram delay() {
    return delay;
  }

  void answered(long nanos) {
    calls++;
    record(latency, nanos);
  }

  void failed(CallError how) {
    errors.merge(how, 1L, Long::sum);
  }

  void first(long nanos) {
    record(firstEvent, nanos);
  }

  void next(long nanos) {
    record(gap, nanos);
  }

  void event() {
    events++;
  }

  void delayed(long nanos) {
    record(delay, nanos);
  }

  void waiting(long unsent) {
    waiting = unsent;
  }

  /// Makes a histogram for times of this class.
  public static Histogram histogram() {
    return new Histogram(LONGEST, 3);
  }

  private static void record(Histogram into, long nanos) {
    into.recordValue(Math.clamp(nanos, 0, LONGEST));
  }
}
