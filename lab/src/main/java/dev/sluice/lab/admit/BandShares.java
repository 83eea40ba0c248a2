package dev.sluice.lab.admit;

import dev.sluice.call.request.Band;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// The shares of the bands among the calls.
///
/// @param percent by band, the most urgent first; together a hundred
public record BandShares(List<Integer> percent) {
  private static final int WHOLE = 100;

  /// The mix of bands of the policy model.
  public static final BandShares DEFAULT = new BandShares(List.of(10, 60, 30, 0));

  public BandShares {
    percent = List.copyOf(percent);
    boolean each = percent.stream().allMatch(p -> p >= 0 && p <= WHOLE);
    if (percent.size() != Band.values().length || !each || sum(percent) != WHOLE) {
      throw new IllegalArgumentException(
          "the bands' shares are %s; give four numbers that add up to 100, for %s"
              .formatted(percent, Arrays.toString(Band.values())));
    }
  }

  /// Draws the band of a call.
  Band draw(RandomGenerator random) {
    int left = random.nextInt(WHOLE);
    Band[] bands = Band.values();
    for (int i = 0; i < bands.length; i++) {
      left -= percent.get(i);
      if (left < 0) {
        return bands[i];
      }
    }
    throw new IllegalStateException("the shares do not add up");
  }

  private static int sum(List<Integer> percent) {
    return percent.stream().mapToInt(Integer::intValue).sum();
  }
}
