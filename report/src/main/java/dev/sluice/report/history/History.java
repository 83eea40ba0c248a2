package dev.sluice.report.history;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Band;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The history of a gateway's calls: an observer that counts them and keeps the last ones.
///
/// ```text
/// counters  grow for ever, striped; a slot is what they grew by since the slot before
/// slots     5 s each for 15 min, then a minute each for 24 h; a window is the sum of its slots
///           and of what was counted since the last one
/// calls     the last 2,000; and, apart from them, the last 500 that failed or were slow
/// ```
///
/// Limitations: a window begins at a slot's begin, up to 5 s (a minute, where it is longer than 15
/// minutes) earlier than it was asked for. When all slots together take more than
/// [#SLOT_BYTES_MOST] the oldest minutes are dropped.
///
/// Threads: an observer's methods run on calls' threads and take no lock; [#tick] and the readers
/// share one, and run on any thread but a loop.
public final class History implements Observer {
  /// How many targets, routes and bands are told apart; the rest is counted as one.
  private static final int SERIES_MOST = 1_000;

  /// How many bytes closed slots may take together.
  static final long SLOT_BYTES_MOST = 14L << 20;

  static final int CALLS = 2_000;
  static final int NOTABLE = 500;

  private static final long NANOS_PER_MICRO = 1_000;

  private volatile long slow;
  private final long began;
  private final long slotBytesMost;
  private final Map<SeriesKey, CountSeries> series = new ConcurrentHashMap<>();
  private volatile ClientError.Source errors = ClientError.Source.NONE;
  private final LastCalls calls = new LastCalls(CALLS, NOTABLE);
  private final PinnedCalls pinned = new PinnedCalls();
  private volatile Blocking blocking = Blocking.NEVER;

  /// The number of the last short slot that was closed.
  @GuardedBy("this")
  private long newest;

  /// Series without a count for a day, which a call may have found just before they were dropped.
  @GuardedBy("this")
  private Map<SeriesKey, CountSeries> dropped = Map.of();

  /// The oldest minute that may still be kept.
  @GuardedBy("this")
  private long oldestMinute;

  /// @param slow the latency from which a call is kept as slow
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public History(Duration slow, long now) {
    this(slow, now, SLOT_BYTES_MOST);
  }

  /// @param slotBytesMost how many bytes closed slots may take together
  History(Duration slow, long now, long slotBytesMost) {
    this.slow = slow.toNanos();
    this.began = now;
    this.slotBytesMost = slotBytesMost;
    this.newest = SlotClock.slot(now) - 1;
    this.oldestMinute = SlotClock.minute(newest);
  }

  /// Keeps calls as slow from another latency on.
  public void slow(Duration from) {
    slow = from.toNanos();
  }

  /// Goes by `loops` from now on to tell when loops stand still.
  public void watch(Blocking loops) {
    blocking = loops;
  }

  /// Keeps of each call that fails what its client is told.
  public void tell(ClientError.Source known) {
    errors = known;
  }

  /// When the history began to count.
  public long began() {
    return began;
  }

  @Override
  public void callEnded(Call call, Report report) {
    long end = call.arrived() + report.duration().toNanos();
    boolean blocked = blocking.blocked(call.loop(), call.arrived(), end);
    StripedCounters counters =
        counters(report.history().target(), report.route(), call.hints().band());
    count(counters, StripedCounters.stripe(), call, report, blocked);
    var kept = CallRecord.of(call, report, blocked, errors);
    calls.add(kept, kept.failed() || kept.latency().toNanos() > slow);
    if (pinned.ended(call.id())) {
      count(kept);
    }
  }

  private void count(
      StripedCounters counters, int stripe, Call call, Report report, boolean blocked) {
    counters.add(stripe, Figure.ofCall(report.outcome()), 1);
    if (report.outcome() instanceof Answered) {
      answered(counters, stripe, call.facts().stream(), report);
    } else {
      FailureCounts.call(counters, stripe, call, report, Duration.ofNanos(slow));
    }
    if (repeated(report)) {
      counters.add(stripe, Figure.REPEATED, 1);
    }
    if (blocked) {
      counters.add(stripe, Figure.BLOCKED, 1);
    }
    counters.add(stripe, report.usage());
  }

  /// Whether the call made an attempt, but its first, for another reason than a credential.
  private static boolean repeated(Report report) {
    return report.history().steps().size() > 1
        && report.history().steps().stream()
            .flatMap(step -> step.because().stream())
            .anyMatch(kind -> !kind.equals("credential_refused") && !kind.equals("exhausted"));
  }

  private static void answered(
      StripedCounters counters, int stripe, boolean stream, Report report) {
    long whole = report.duration().toNanos();
    long latency = whole;
    if (stream) {
      latency = report.firstToken().map(Duration::toNanos).orElse(whole);
      counters.add(stripe, Figure.STREAMS, 1);
      counters.add(stripe, Measure.FIRST_TOKEN, latency);
    }
    counters.add(stripe, Measure.CALL, whole);
    counters.add(stripe, Figure.LATENCY_MICROS, latency / NANOS_PER_MICRO);
    Report.Parts parts = report.parts(latency);
    counters.add(stripe, Figure.LATENCY_QUEUE_MICROS, parts.queue() / NANOS_PER_MICRO);
    counters.add(stripe, Figure.LATENCY_GATEWAY_MICROS, parts.gateway() / NANOS_PER_MICRO);
  }

  @Override
  public void queued(Call call, QueueWait wait) {
    StripedCounters counters = counters(call);
    int stripe = StripedCounters.stripe();
    if (wait.refused().isEmpty()) {
      counters.add(stripe, Measure.WAIT, wait.waited().toNanos());
      counters.add(stripe, Figure.WAITED_MICROS, wait.waited().toNanos() / NANOS_PER_MICRO);
      counters.add(stripe, Figure.PREDICTED_MICROS, wait.predicted().toNanos() / NANOS_PER_MICRO);
    } else if (FailureCounts.forCapacity(wait.refused().get())) {
      refused(counters, stripe, call, wait.waited());
    }
  }

  private static void refused(StripedCounters counters, int stripe, Call call, Duration waited) {
    if (waited.isPositive()) {
      counters.add(stripe, Measure.WAIT, waited.toNanos());
      counters.add(stripe, Figure.REFUSED_LATE, 1);
    } else if (call.failedTargets().targets().isEmpty()) {
      counters.add(stripe, Figure.REFUSED_AT_ENTRY, 1);
    }
  }

  @Override
  public void callSent(Call call) {
    counters(call).add(StripedCounters.stripe(), Figure.SENT, 1);
  }

  @Override
  public void saved(Call call, String by, int saved) {
    counters(call).add(StripedCounters.stripe(), Figure.SAVED, saved);
  }

  @Override
  public void attemptEnded(Call call, String target, Report report) {
    StripedCounters counters = counters(target, report.route(), call.hints().band());
    int stripe = StripedCounters.stripe();
    counters.add(stripe, Figure.ofAttempt(report.outcome()), 1);
    counters.add(stripe, Figure.ofReason(call.failedTargets().reason(target)), 1);
    Figure.particular(report.outcome()).ifPresent(figure -> counters.add(stripe, figure, 1));
    FailureCounts.attempt(counters, stripe, call, target, report);
  }

  /// Notes that a thread was pinned while it waited. A thread counts if it is a call's, once; a
  /// call that is known to have blocked its loop is not counted again.
  ///
  /// @param id the call's identifier
  public void pinned(String id) {
    if (pinned.tell(id)) {
      calls.find(id).filter(_ -> pinned.ended(id)).ifPresent(this::count);
    }
  }

  private void count(CallRecord ofPinned) {
    if (!ofPinned.blocked()) {
      counters("", "", ofPinned.band()).add(StripedCounters.stripe(), Figure.PINNED, 1);
    }
  }

  /// The counts of calls whose route or target is not known yet.
  private StripedCounters counters(Call call) {
    return counters("", "", call.hints().band());
  }

  private StripedCounters counters(String target, String route, Band band) {
    var key = new SeriesKey(target, route, band);
    CountSeries known = series.get(key);
    return (known == null ? found(key) : known).counters();
  }

  private CountSeries found(SeriesKey key) {
    boolean full = series.size() >= SERIES_MOST;
    return series.computeIfAbsent(
        full ? new SeriesKey("", "", key.band()) : key, _ -> new CountSeries());
  }

  /// Closes the slots that are over; to be called every 5 s.
  ///
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public synchronized void tick(long now) {
    long over = SlotClock.slot(now) - 1;
    if (over > newest) {
      close(over);
      shrink();
    }
  }

  @GuardedBy("this")
  private void close(long slot) {
    long minute = SlotClock.minute(newest);
    if (SlotClock.minute(slot) != minute) {
      series.values().forEach(of -> of.closeMinute(minute));
    }
    series.values().forEach(of -> of.close(slot));
    newest = slot;
    evict();
  }

  /// Drops series that have no count any more. A call that has found one just before may still add
  /// to it: its counts are moved at the next slot.
  @GuardedBy("this")
  private void evict() {
    dropped.forEach(
        (key, of) ->
            of.rest().ifPresent(more -> found(key).counters().add(StripedCounters.stripe(), more)));
    dropped = new HashMap<>();
    series.forEach(
        (key, of) -> {
          if (of.isIdle() && series.remove(key, of)) {
            dropped.put(key, of);
          }
        });
  }

  /// Drops the oldest minutes where the slots take too much.
  @GuardedBy("this")
  private void shrink() {
    long last = SlotClock.minute(newest);
    oldestMinute = Math.max(oldestMinute, last - SlotClock.MINUTES + 1);
    while (slotBytes() > slotBytesMost && oldestMinute < last) {
      long dropped = oldestMinute++;
      series.values().forEach(of -> of.forgetMinute(dropped));
    }
  }

  private long slotBytes() {
    return series.values().stream().mapToLong(CountSeries::bytes).sum();
  }

  /// The most that slots and counters take now, in bytes.
  public synchronized long bytes() {
    return slotBytes() + (long) series.size() * CountSeries.BYTES;
  }

  /// The counts of the last `length`.
  ///
  /// @param length 15 minutes or less by slots of 5 s, up to 24 hours by minutes
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public synchronized Window window(Duration length, long now) {
    return sum(SlotSpan.of(now - length.toNanos(), newest, length), now);
  }

  /// The counts of the last `length`, step by step, oldest first; the last step is not over.
  ///
  /// @param step a multiple of 5 s, of a minute where `length` is more than 15 minutes
  public synchronized List<Window> steps(Duration length, Duration step, long now) {
    var found = new ArrayList<Window>();
    for (SlotSpan span : SlotSpan.of(now - length.toNanos(), newest, length).cut(step)) {
      if (span.open() || span.end() > began) {
        found.add(sum(span, now));
      }
    }
    return found;
  }

  @GuardedBy("this")
  private Window sum(SlotSpan span, long now) {
    var sums = new HashMap<SeriesKey, Totals>();
    series.forEach(
        (key, of) -> {
          Totals totals = span.sum(of);
          if (!totals.isEmpty()) {
            sums.put(key, totals);
          }
        });
    long to = span.open() ? now : span.end();
    return new Window(Math.max(span.begin(), began), Math.max(to, began), sums);
  }

  /// The complete minutes behind the one of this number that are still kept, oldest first.
  public synchronized List<MinuteCounts> minutesBehind(long last) {
    var found = new ArrayList<MinuteCounts>();
    long open = SlotClock.minute(newest);
    for (long one = Math.max(last + 1, oldestMinute); one < open; one++) {
      long minute = one;
      series.forEach((key, of) -> add(found, key, minute, of.minute(minute)));
    }
    return found;
  }

  private static void add(List<MinuteCounts> to, SeriesKey key, long minute, byte[] counts) {
    if (counts.length > 0) {
      to.add(new MinuteCounts(key, minute, counts));
    }
  }

  /// The counts of the minute that is not complete; for a history that ends.
  public synchronized List<MinuteCounts> unfinished() {
    var found = new ArrayList<MinuteCounts>();
    long minute = SlotClock.minute(newest);
    series.forEach((key, of) -> add(found, key, minute, of.unfinished()));
    return found;
  }

  /// The last calls, the newest first.
  public List<CallRecord> calls() {
    return calls.all();
  }

  /// The last calls that failed or were slow, newest first.
  public List<CallRecord> notable() {
    return calls.notable();
  }
}
