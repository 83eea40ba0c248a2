package dev.sluice.sim.limit;

/// A limit of so many units a minute.
///
/// @param perMinute what comes back in a minute, evenly
/// @param burst what is there at most
public record Limit(long perMinute, long burst) {

  public Limit {
    if (perMinute < 1 || perMinute > 1_000_000_000 || burst < 1 || burst > 1_000_000_000) {
      throw new IllegalArgumentException(
          "a limit of " + perMinute + " a minute, " + burst + " at once is not within 1 to 10^9");
    }
  }

  /// Makes a limit whose bucket holds a minute's worth.
  public static Limit perMinute(long count) {
    return new Limit(count, count);
  }
}
