package dev.sluice.it.differential;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What one client has seen of one case, straight and through the gateway.
///
/// @param client its name
/// @param of the name of the case
/// @param found all that differs, documented or not
record Comparison(String client, String of, List<Found> found) {

  /// @param reason the row of the documentation that explains it
  record Found(Difference difference, Optional<String> reason) {}

  static Comparison of(
      String client, String of, List<Difference> differences, List<Documented> documented) {
    String name = name(client, of);
    List<Documented> own = documented.stream().filter(entry -> entry.concerns(name)).toList();
    return new Comparison(
        client, of, differences.stream().map(one -> new Found(one, reason(one, own))).toList());
  }

  private static String name(String client, String of) {
    return client + " " + of;
  }

  private static Optional<String> reason(Difference difference, List<Documented> documented) {
    return documented.stream()
        .filter(entry -> entry.explains(difference))
        .map(Documented::name)
        .findFirst();
  }

  /// A line for each difference that nothing explains.
  Stream<String> undocumented() {
    return found.stream().filter(one -> one.reason().isEmpty()).map(this::line);
  }

  /// A line for each difference.
  Stream<String> report() {
    return found.stream().map(this::line);
  }

  private String line(Found one) {
    return one.reason().orElse("UNDOCUMENTED") + " | " + toString() + " | " + one.difference();
  }

  /// Whether `documented` is the reason for any of them.
  boolean has(Documented documented) {
    return documented.concerns(toString())
        && found.stream().anyMatch(one -> documented.explains(one.difference()));
  }

  @Override
  public String toString() {
    return name(client, of);
  }
}
