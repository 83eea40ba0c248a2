package dev.sluice.config.file;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;

/// The type of `fallback` of a route's targets, one after another, as their rank: `false`, a rank,
/// or `true`, which ranks a target behind all that stand before it.
final class FallbackRanks implements Type<Integer> {
  private final int most;
  private int highest;

  /// @param most the highest rank that may be written
  FallbackRanks(int most) {
    this.most = most;
  }

  @Override
  public Integer read(String text) throws ConfigProblem {
    int rank =
        switch (text) {
          case "false" -> 0;
          case "true" -> highest + 1;
          default -> number(text);
        };
    highest = Math.max(highest, rank);
    return rank;
  }

  private int number(String text) throws ConfigProblem {
    try {
      return Types.integer(1, most).read(text);
    } catch (ConfigProblem _) {
      throw new ConfigProblem("must be true, false or a rank from 1 to " + most);
    }
  }
}
