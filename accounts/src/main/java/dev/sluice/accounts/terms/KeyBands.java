package dev.sluice.accounts.terms;

import dev.sluice.call.request.Band;

/// The urgency that a key's calls may have.
///
/// @param highest the most urgent band
/// @param usual the band of calls that name none
public record KeyBands(Band highest, Band usual) {
  public KeyBands {
    if (usual.compareTo(highest) < 0) {
      throw new IllegalArgumentException(
          "the usual band is " + usual + ", above the highest, " + highest + ": lower it");
    }
  }

  /// `highest`, and `normal` for calls that name no band, or less where `highest` is less.
  public static KeyBands upTo(Band highest) {
    return new KeyBands(highest, highest.compareTo(Band.NORMAL) > 0 ? highest : Band.NORMAL);
  }
}
