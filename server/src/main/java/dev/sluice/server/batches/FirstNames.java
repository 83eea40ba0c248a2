package dev.sluice.server.batches;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of the batches of one provider by their names there: how the names of their lines
/// begin. So none is looked into twice, and none that is another one is taken for the one that is
/// looked for. The last ones that were asked for are remembered. Safe for any thread.
final class FirstNames {
  private static final int MOST = 4096;
  private static final float LOAD = 0.75f;

  private final Map<String, String> known =
      new LinkedHashMap<>(16, LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  /// Notes how the lines of a batch are named.
  ///
  /// @param first the name of its first line, or the beginning of all of them
  synchronized void put(String batch, String first) {
    String _ = known.put(batch, first);
  }

  /// Notes a batch that has its place already, whatever its lines are named.
  synchronized void putTaken(String batch) {
    String _ = known.putIfAbsent(batch, "");
  }

  /// How the names of a batch's lines begin, empty for none that can be looked for; null where
  /// nothing is known of it.
  synchronized @Nullable String get(String batch) {
    return known.get(batch);
  }
}
