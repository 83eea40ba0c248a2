package dev.sluice.transport;

import java.util.Map;
import java.util.function.BiConsumer;

/// A map of headers by lower-case name, in which the headers with a part of the name in common are
/// found without a copy of the others.
public interface FindableHeaders extends Map<String, String> {

  /// Passes to `found` those of `headers` whose names contain `part`, which is in lower case.
  static void find(
      Map<String, String> headers, String part, BiConsumer<? super String, ? super String> found) {
    if (headers instanceof FindableHeaders own) {
      own.find(part, found);
    } else {
      headers.entrySet().stream()
          .filter(header -> header.getKey().contains(part))
          .forEach(header -> found.accept(header.getKey(), header.getValue()));
    }
  }

  /// Passes to `found` the headers whose names contain `part`, which is in lower case; a header
  /// that comes twice perhaps twice.
  void find(String part, BiConsumer<? super String, ? super String> found);
}
