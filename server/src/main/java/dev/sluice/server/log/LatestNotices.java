package dev.sluice.server.log;

import dev.sluice.server.config.LogConfig.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The last notices, for a page that shows them. Safe for any thread; adding takes no lock.
public final class LatestNotices {
  private static final int KEPT = 50;

  private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(KEPT);
  private final AtomicLong added = new AtomicLong();

  /// A notice to the operator.
  ///
  /// @param text a sentence
  /// @param at when it was said, on [dev.sluice.call.runtime.Clock#nanos]
  public record Entry(Level level, String text, long at) {}

  void add(Level level, String text, long at) {
    long number = added.getAndIncrement();
    entries.set((int) (number % KEPT), new Entry(level, text, at));
  }

  /// The notices that are kept, the newest first.
  public List<Entry> newestFirst() {
    long last = added.get();
    var found = new ArrayList<Entry>();
    for (long number = last - 1; number >= Math.max(0, last - KEPT); number--) {
      Entry entry = entries.get((int) (number % KEPT));
      if (entry != null) {
        found.add(entry);
      }
    }
    return found;
  }
}
