package dev.sluice.cli.litellm;

import dev.sluice.config.yaml.FilePosition;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// An entry of `model_list` that has a counterpart.
///
/// @param position where it stands
/// @param name what clients ask for
/// @param provider its name under `providers`
/// @param model its model there; empty where the asked name passes
/// @param weights by `weight`, `rpm` and `tpm`, what of them the entry has
/// @param order its rank, from the first on; entries without one come last
/// @param patience how its calls are bounded
record Deployment(
    FilePosition position,
    String name,
    String provider,
    Optional<String> model,
    Map<String, BigDecimal> weights,
    Optional<BigDecimal> order,
    Patience patience) {

  /// How long calls of an entry may take, and how often they are sent.
  ///
  /// @param total of the whole call
  /// @param stream from one piece of a stream to the next
  /// @param retries beyond the first attempt
  /// @param cooldown for how long it is left alone after failures
  record Patience(
      Optional<Duration> total,
      Optional<Duration> stream,
      Optional<Long> retries,
      Optional<Duration> cooldown) {
    /// What holds for both, the longest and the most.
    Patience or(Patience other) {
      return new Patience(
          more(total, other.total),
          more(stream, other.stream),
          more(retries, other.retries),
          more(cooldown, other.cooldown));
    }

    private static <T extends Comparable<T>> Optional<T> more(Optional<T> one, Optional<T> other) {
      return Stream.of(one, other).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }
  }

  /// The same model with the same account.
  boolean isSameTarget(Deployment other) {
    return provider.equals(other.provider) && model.equals(other.model);
  }

  /// The same for the model of that name alone.
  Deployment asking(String asked) {
    return new Deployment(
        position, name, provider, model.or(() -> Optional.of(asked)), weights, order, patience);
  }
}
