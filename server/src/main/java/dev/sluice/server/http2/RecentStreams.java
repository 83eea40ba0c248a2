package dev.sluice.server.http2;

/// The last streams of a connection of which something is true; more than can be open at a time.
/// Confined to the loop.
final class RecentStreams {
  private static final int SIZE = 128;

  private final int[] ids = new int[SIZE];
  private int count;

  /// Adds a stream; the one that was added first is forgotten.
  void add(int id) {
    ids[count++ % SIZE] = id;
  }

  boolean has(int id) {
    for (int recent : ids) {
      if (recent == id) {
        return true;
      }
    }
    return false;
  }
}
