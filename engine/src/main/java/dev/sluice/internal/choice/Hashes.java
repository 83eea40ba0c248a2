package dev.sluice.internal.choice;

/// Hash functions that are the same in every process, so that several gateways choose alike. Pure
/// functions.
final class Hashes {
  private static final double TO_UNIT = 0x1p-53;

  private Hashes() {}

  /// Returns the hash of a text.
  static long of(String text) {
    long hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash * 31 + text.charAt(i));
    }
    return hash;
  }

  /// Returns a number between 0 and 1, neither included.
  static double unit(long hash) {
    return ((mix(hash) >>> 11) + 0.5) * TO_UNIT;
  }

  /// Returns a mixed hash, by the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
  static long mix(long hash) {
    long mixed = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
