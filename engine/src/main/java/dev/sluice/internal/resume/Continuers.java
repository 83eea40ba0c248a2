package dev.sluice.internal.resume;

import dev.sluice.call.Call;
import dev.sluice.call.FailedTargets;
import dev.sluice.config.TargetConfig.Prefill;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The targets of a route that go on with a given beginning. An answer goes on with the model that
/// has begun it, since another one would write another text. Immutable.
///
/// @param targets the targets of the route, as configured
public record Continuers(List<Continuer> targets) {

  /// A target of the route.
  ///
  /// @param name `provider/model`
  /// @param model the model's name at the target; empty where the call's name is passed on
  /// @param prefill how the target takes a beginning; empty where it takes none
  public record Continuer(
      String name, Optional<String> model, Optional<Prefill> prefill, int rank) {
    private String model(Call call) {
      return model.orElse(call.model());
    }
  }

  /// The way in which an answer goes on.
  ///
  /// @param how the remaining targets take a beginning
  /// @param failed the call's failed targets, which keep it from all others
  record Way(Prefill how, FailedTargets failed) {}

  public Continuers {
    targets = List.copyOf(targets);
  }

  /// Whether no target takes a beginning.
  public boolean isEmpty() {
    return targets.stream().allMatch(target -> target.prefill().isEmpty());
  }

  /// Returns how the answer to `call` goes on that has broken off at the target `cut`: at another
  /// target if there is one, else at the same, and at none whose conditions the call fails. Empty
  /// where no target can go on.
  Optional<Way> after(Call call, String cut) {
    Optional<String> model = named(cut).map(target -> target.model(call));
    List<Continuer> same =
        targets.stream()
            .filter(target -> target.prefill().isPresent())
            .filter(target -> call.failedTargets().fits(target.name()))
            .filter(target -> model.filter(target.model(call)::equals).isPresent())
            .sorted(
                Comparator.<Continuer>comparingInt(target -> target.name().equals(cut) ? 1 : 0)
                    .thenComparingInt(Continuer::rank))
            .toList();
    return same.stream().findFirst().flatMap(Continuer::prefill).map(how -> way(same, how, cut));
  }

  /// Makes the way to the targets of `same`. The call may outlive this configuration, so that the
  /// way names the targets that it may go to.
  private static Way way(List<Continuer> same, Prefill how, String cut) {
    Set<String> fit =
        same.stream()
            .filter(target -> target.prefill().filter(how::equals).isPresent())
            .map(Continuer::name)
            .collect(Collectors.toSet());
    return new Way(how, FailedTargets.NONE.and(cut).only(fit));
  }

  private Optional<Continuer> named(String name) {
    return targets.stream().filter(target -> target.name().equals(name)).findFirst();
  }
}
