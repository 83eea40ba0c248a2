package dev.sluice.accounts.ledger;

import java.util.Comparator;

/// A place in a journal. Places grow for ever: numbers of segments never come again.
///
/// @param segment the number of a segment
/// @param position in bytes, in that segment
public record JournalPlace(long segment, long position) implements Comparable<JournalPlace> {
  /// The place in front of everything.
  public static final JournalPlace START = new JournalPlace(0, 0);

  private static final Comparator<JournalPlace> ORDER =
      Comparator.comparingLong(JournalPlace::segment).thenComparingLong(JournalPlace::position);

  @Override
  public int compareTo(JournalPlace other) {
    return ORDER.compare(this, other);
  }
}
