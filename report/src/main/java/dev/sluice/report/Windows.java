package dev.sluice.report;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.report.history.History;
import dev.sluice.report.history.Measure;
import dev.sluice.report.history.SeriesKey;
import dev.sluice.report.history.Totals;
import dev.sluice.report.history.Window;
import dev.sluice.report.minutes.MinuteArchive;
import dev.sluice.report.minutes.StoredMinute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The counts of spans of time, from memory, and beyond that from the store, where there is one.
/// Where the store is away, the counts in memory are all: a window says when it begins. Safe for
/// any thread but a loop.
///
/// @param history what is in memory
/// @param stored what is in the store, where there is one
public record Windows(History history, Optional<StoredHistory> stored) {
  private static final Duration IN_MEMORY = Duration.ofDays(1);

  /// By how much a window may begin earlier than it was asked for.
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /// The length of the longest window.
  public Duration longest() {
    return stored.isPresent() ? MinuteArchive.KEPT : IN_MEMORY;
  }

  /// The counts of the last `length`.
  ///
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public Window window(Duration length, long now) {
    Window late = history.window(inMemory(length), now);
    List<StoredMinute> early = before(now - length.toNanos(), late.from());
    return early.isEmpty() ? late : join(begin(early.getFirst()), early, late);
  }

  /// Whether the counts of the last `length` are asked of the store; on any thread.
  public boolean isStored(Duration length, long now) {
    boolean behind = length.compareTo(IN_MEMORY) > 0 || now - length.toNanos() < history.began();
    return stored.isPresent() && behind;
  }

  private static Duration inMemory(Duration length) {
    return length.compareTo(IN_MEMORY) < 0 ? length : IN_MEMORY;
  }

  private long begin(StoredMinute minute) {
    return stored.map(history -> history.nanos(minute)).orElseThrow();
  }

  /// The stored counts of the time between `from` and the begin of the counts in memory.
  private List<StoredMinute> before(long from, long memory) {
    if (stored.isEmpty() || memory - from <= MINUTE) {
      return List.of();
    }
    try {
      return stored.get().between(from, memory);
    } catch (StoreException away) {
      return List.of();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static Window join(long from, List<StoredMinute> early, Window late) {
    Map<SeriesKey, Totals> sums = sums(early);
    late.series().forEach((key, totals) -> sums.merge(key, totals, Totals::and));
    return new Window(Math.min(from, late.from()), late.to(), sums);
  }

  private static Map<SeriesKey, Totals> sums(List<StoredMinute> minutes) {
    var vectors = new HashMap<SeriesKey, long[]>();
    for (StoredMinute minute : minutes) {
      minute
          .counts()
          .addTo(vectors.computeIfAbsent(StoredHistory.key(minute), _ -> new long[Measure.VECTOR]));
    }
    return vectors.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> new Totals(entry.getValue()),
                Totals::and,
                HashMap::new));
  }

  /// The counts of the last `length`, step by step, oldest first; the last step is not over. Steps
  /// of less than a minute are in memory alone.
  ///
  /// @param step a multiple of 5 s, of a minute where `length` is more than 15 minutes
  public List<Window> steps(Duration length, Duration step, long now) {
    List<Window> late = history.steps(inMemory(length), step, now);
    long memory = late.getFirst().from();
    List<StoredMinute> early =
        step.toNanos() < MINUTE ? List.of() : before(now - length.toNanos(), memory);
    return early.isEmpty() ? late : steps(early, late, step.toNanos());
  }

  private List<Window> steps(List<StoredMinute> early, List<Window> late, long step) {
    TreeMap<Long, List<StoredMinute>> byStep =
        early.stream()
            .collect(
                Collectors.groupingBy(
                    minute -> Math.floorDiv(begin(minute), step),
                    TreeMap::new,
                    Collectors.toList()));
    long first = Math.floorDiv(late.getFirst().from(), step);
    var steps = new ArrayList<Window>();
    for (long number = byStep.firstKey(); number < first; number++) {
      List<StoredMinute> of = byStep.getOrDefault(number, List.of());
      steps.add(new Window(number * step, (number + 1) * step, sums(of)));
    }
    // The first step in memory may have begun before the process.
    List<StoredMinute> shared =
        byStep.tailMap(first).values().stream().flatMap(List::stream).toList();
    steps.add(join(late.getFirst().from(), shared, late.getFirst()));
    return Stream.concat(steps.stream(), late.stream().skip(1)).toList();
  }
}
