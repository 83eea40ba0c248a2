package dev.sluice.report.history;

import java.util.Arrays;

/// The last slots of one length, oldest overwritten first. Slots are numbered by their time divided
/// by their length; a slot without counts takes no memory. Not safe for several threads.
final class SlotRing {
  private static final byte[] NONE = {};

  /// The bytes that an array takes beside its content.
  private static final int HEADER = 24;

  /// The slots, each in its place; empty where there are no counts.
  private final byte[][] slots;

  private final long[] numbers;
  private long bytes;

  SlotRing(int size) {
    slots = new byte[size][];
    Arrays.fill(slots, NONE);
    numbers = new long[size];
  }

  void put(long number, byte[] slot) {
    int place = place(number);
    clear(place);
    if (slot.length > 0) {
      slots[place] = slot;
      numbers[place] = number;
      bytes += slot.length + HEADER;
    }
  }

  /// Adds the counts of a slot, if it is still kept, to `sums`.
  void addTo(long[] sums, long number) {
    if (numbers[place(number)] == number) {
      SparseVector.addTo(sums, slots[place(number)]);
    }
  }

  /// Returns a slot, if it is still kept and has counts; else empty.
  byte[] get(long number) {
    return numbers[place(number)] == number ? slots[place(number)] : NONE;
  }

  /// Forgets a slot, if the ring still keeps it.
  void forget(long number) {
    if (numbers[place(number)] == number) {
      clear(place(number));
    }
  }

  /// How many bytes the slots take.
  long bytes() {
    return bytes;
  }

  private void clear(int place) {
    if (slots[place].length > 0) {
      bytes -= slots[place].length + HEADER;
      slots[place] = NONE;
    }
  }

  private int place(long number) {
    return (int) Math.floorMod(number, (long) slots.length);
  }
}
