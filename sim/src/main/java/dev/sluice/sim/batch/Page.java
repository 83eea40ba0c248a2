package dev.sluice.sim.batch;

import dev.sluice.sim.wire.ReceivedRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A page of a list.
///
/// @param more whether another page follows
record Page<T>(List<T> items, boolean more) {

  /// Returns a page.
  ///
  /// @param all in the order of the list
  /// @param after the id of the last item of the page before; null for the first page
  static <T> Page<T> of(List<T> all, Function<T, String> id, @Nullable String after, int limit) {
    int from = 0;
    for (int i = 0; i < all.size() && after != null; i++) {
      if (id.apply(all.get(i)).equals(after)) {
        from = i + 1;
      }
    }
    int end = Math.min(all.size(), from + limit);
    return new Page<>(all.subList(from, end), end < all.size());
  }

  /// Returns the number that a request asks for, between 1 and `most`.
  static int limit(ReceivedRequest request, String name, int standard, int most) {
    String text = request.query(name);
    boolean digits = text != null && text.matches("\\d{1,6}");
    return digits ? Math.clamp(Integer.parseInt(text), 1, most) : standard;
  }
}
