package dev.sluice.server.log;

import dev.sluice.call.runtime.Latest;
import dev.sluice.server.config.LogConfig.Level;
import java.util.List;

/// The last notices, for a page that shows them. Safe for any thread; adding takes no lock.
public final class LatestNotices {
  private static final int KEPT = 50;

  private final Latest<Entry> entries = new Latest<>(KEPT);

  /// A notice to the operator.
  ///
  /// @param text a sentence
  /// @param at when it was said, on [dev.sluice.call.runtime.Clock#nanos]
  public record Entry(Level level, String text, long at) {}

  void add(Level level, String text, long at) {
    entries.add(new Entry(level, text, at));
  }

  /// The notices that are kept, the newest first.
  public List<Entry> newestFirst() {
    return entries.newestFirst();
  }
}
