package dev.sluice.accounts.ledger;

import java.util.List;

/// Which calls a stretch of a journal may hold: a Bloom filter over their identifiers (B. H. Bloom,
/// Space/time trade-offs in hash coding with allowable errors, 1970), with four bits a call of 13
/// to 32, so that one of some 200 stretches or fewer is looked through in vain. The bits of a call
/// are picked by two hashes (Kirsch and Mitzenmacher, Less hashing, same performance, 2006).
///
/// @param from where the stretch begins
/// @param end the place behind it
/// @param days the days that its calls began on, in order
/// @param bits a power of two of them, the lowest of a byte first
@SuppressWarnings("ArrayRecordComponent")
record CallFilter(JournalPlace from, JournalPlace end, List<String> days, byte[] bits) {
  /// The largest number of bits of a filter.
  static final int MOST_BITS = 1 << 20;

  private static final int PICKS = 4;
  private static final int HALF = 32;

  /// The place of a call's bit among all.
  ///
  /// @param hash the hash of its identifier
  /// @param pick which one of its bits
  private static int place(long hash, int pick, int mask) {
    int step = (int) (hash >>> HALF) | 1;
    return ((int) hash + pick * step) & mask;
  }

  /// Sets the bits of a call.
  static void add(long[] bits, long hash) {
    for (int pick = 0; pick < PICKS; pick++) {
      int place = place(hash, pick, MOST_BITS - 1);
      bits[place / Long.SIZE] |= 1L << place;
    }
  }

  /// Whether a stretch with these bits may hold a call.
  ///
  /// @param hash the hash of its identifier
  public static boolean mayHold(byte[] bits, long hash) {
    int mask = bits.length * Byte.SIZE - 1;
    for (int pick = 0; pick < PICKS; pick++) {
      int place = place(hash, pick, mask);
      if (((bits[place / Byte.SIZE] >> (place % Byte.SIZE)) & 1) == 0) {
        return false;
      }
    }
    return true;
  }
}
