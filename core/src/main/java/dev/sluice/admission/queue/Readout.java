package dev.sluice.admission.queue;

import dev.sluice.call.Band;
import java.util.Map;

/// What of a line can be seen from outside.
///
/// @param bands by urgency
public record Readout(Map<Band, InBand> bands) {
  public Readout {
    bands = Map.copyOf(bands);
  }

  /// What waits in one band.
  ///
  /// @param calls how many
  /// @param tokens what they are expected to take
  /// @param oldest how long the one that came first has waited, in nanoseconds
  public record InBand(int calls, double tokens, long oldest) {}

  /// What waits in `band`.
  public InBand of(Band band) {
    return bands.getOrDefault(band, new InBand(0, 0, 0));
  }
}
