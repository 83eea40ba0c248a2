package dev.sluice.accounts.nodes;

/// A node, as it has told the others. Times are of the database's clock.
///
/// @param id tells the process from all others
/// @param name for people; two nodes may have the same
/// @param version of its program
/// @param started in milliseconds since 1970
/// @param silent for how many milliseconds it has told nothing
/// @param view what it shows of itself, as JSON
public record NodeInfo(
    String id, String name, String version, long started, long silent, String view) {
  /// How long a node counts as there that tells nothing.
  static final long PATIENCE_MS = 30_000;

  /// Whether it is there.
  public boolean isThere() {
    return silent < PATIENCE_MS;
  }
}
