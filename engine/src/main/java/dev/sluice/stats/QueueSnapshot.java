package dev.sluice.stats;

import dev.sluice.call.request.Band;
import java.util.EnumMap;
import java.util.Map;

/// What waits in a route, for gauges.
///
/// @param bands by urgency
public record QueueSnapshot(Map<Band, InBand> bands) {
  public QueueSnapshot {
    bands = Map.copyOf(bands);
  }

  /// What waits in one band.
  ///
  /// @param calls how many
  /// @param tokens what they are expected to take
  /// @param oldest how long the oldest one has waited, in nanoseconds
  public record InBand(int calls, double tokens, long oldest) {
    private InBand and(InBand more) {
      return new InBand(calls + more.calls, tokens + more.tokens, Math.max(oldest, more.oldest));
    }
  }

  /// Both together.
  public QueueSnapshot and(QueueSnapshot more) {
    var sum = new EnumMap<Band, InBand>(Band.class);
    sum.putAll(bands);
    more.bands.forEach((band, there) -> sum.merge(band, there, InBand::and));
    return new QueueSnapshot(sum);
  }

  /// What waits in `band`.
  public InBand of(Band band) {
    return bands.getOrDefault(band, new InBand(0, 0, 0));
  }
}
