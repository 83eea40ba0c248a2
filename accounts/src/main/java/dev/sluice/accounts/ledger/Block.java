package dev.sluice.accounts.ledger;

/// Calls of a key that have ended one after the other, and began on one day and about the same
/// time.
///
/// @param at the place of the first one in the journal
/// @param first when the call that began first began, in milliseconds since 1970 in UTC
/// @param last when the call that began last began, in milliseconds since 1970 in UTC
/// @param entries how many there are
/// @param calls their entries, as [BlockReader] reads them
@SuppressWarnings("ArrayRecordComponent")
public record Block(
    String day, String key, JournalPlace at, long first, long last, int entries, byte[] calls) {
  /// The version of the form of blocks, in their first byte.
  static final int VERSION = 1;

  /// The largest size of a block, in bytes, unless it has one entry only.
  static final int MOST = 1 << 16;

  /// Positions in a journal are multiples of so many bytes.
  static final int STEP = 8;

  /// Calls of one block began in the same 2^20 ms (17 minutes).
  private static final int SLOT_BITS = 20;

  /// The span of time that calls of one block began in, as a number.
  static long slot(long began) {
    return began >> SLOT_BITS;
  }

  /// The last millisecond of the part of time that an instant lies in: what a block ends with at
  /// the latest that holds a call which began then.
  public static long slotEnd(long began) {
    return began | ((1L << SLOT_BITS) - 1);
  }
}
