package dev.sluice.report.history;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The calls whose threads were pinned, each to be counted once. The recorder tells of a thread by
/// its name and up to a second late: the call may be under way, or may have ended; and other
/// threads than calls' are told, too. Safe for any thread; takes no lock that a call could wait
/// for.
///
/// ```text
/// told, call has ended      -> counted
/// told, not known (yet)     -> awaited ── call ends ──> counted
/// ```
///
/// Limitations: beyond [#MOST] threads of which nothing was heard since, all are forgotten.
final class PinnedCalls {
  private static final int MOST = 1_000;

  /// Whether a call was counted, by the call's identifier.
  private final Map<String, Boolean> counted = new ConcurrentHashMap<>();

  /// A thread was pinned.
  ///
  /// @return whether that is news
  boolean tell(String id) {
    if (counted.size() >= MOST) {
      counted.clear();
    }
    return counted.putIfAbsent(id, false) == null;
  }

  /// The call is known to have ended.
  ///
  /// @return whether the call was pinned and is to be counted now
  boolean ended(String id) {
    return !counted.isEmpty() && counted.replace(id, false, true);
  }
}
