package dev.sluice.it.differential;

import java.util.List;
import java.util.stream.Stream;

/// What one client has seen of one case, straight and through the gateway.
///
/// @param client its name
/// @param of the name of the case
/// @param differences all of them, documented or not
record Comparison(String client, String of, List<Difference> differences) {

  /// The differences that nothing in `documented` explains.
  List<Difference> undocumented(List<Documented> documented) {
    return differences.stream()
        .filter(one -> documented.stream().noneMatch(entry -> entry.explains(toString(), one)))
        .toList();
  }

  /// A line for each difference.
  Stream<String> report(List<Documented> documented) {
    return differences.stream()
        .map(one -> reason(one, documented) + " | " + toString() + " | " + one);
  }

  private String reason(Difference difference, List<Documented> documented) {
    return documented.stream()
        .filter(entry -> entry.explains(toString(), difference))
        .map(Documented::name)
        .findFirst()
        .orElse("UNDOCUMENTED");
  }

  /// Whether `documented` is the reason for any of them.
  boolean has(Documented documented) {
    return differences.stream().anyMatch(one -> documented.explains(toString(), one));
  }

  @Override
  public String toString() {
    return client + " " + of;
  }
}
