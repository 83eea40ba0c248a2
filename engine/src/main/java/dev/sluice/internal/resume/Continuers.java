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
/// @param targets those of the route, as configured
public record Continuers(List<Continuer> targets) {

  /// A target.
  ///
  /// @param name `provider/model`
  /// @param model the model's name there; empty where the asked one is passed on
  /// @param prefill how it takes a beginning; empty where it takes none
  public record Continuer(
      String name, Optional<String> model, Optional<Prefill> prefill, int rank) {
    private String model(Call call) {
      return model.orElse(call.model());
    }
  }

  /// How an answer goes on.
  ///
  /// @param how the targets that are left take a beginning
  /// @param failed the call's failed targets, by which it goes to no other ones
  record Way(Prefill how, FailedTargets failed) {}

  public Continuers {
    targets = List.copyOf(targets);
  }

  /// Whether there is any.
  public boolean isEmpty() {
    return targets.stream().allMatch(target -> target.prefill().isEmpty());
  }

  /// How the answer to `call` goes on that has broken off at the target `cut`: at another target if
  /// one is there, else at the same one. Empty where there is none.
  Optional<Way> after(Call call, String cut) {
    Optional<String> model = named(cut).map(target -> target.model(call));
    List<Continuer> same =
        targets.stream()
            .filter(target -> target.prefill().isPresent())
            .filter(target -> model.filter(target.model(call)::equals).isPresent())
            .sorted(
                Comparator.<Continuer>comparingInt(target -> target.name().equals(cut) ? 1 : 0)
                    .thenComparingInt(Continuer::rank))
            .toList();
    return same.stream().findFirst().flatMap(Continuer::prefill).map(how -> way(same, how, cut));
  }

  /// The call may outlive this configuration, so that it says which targets it may go to.
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
