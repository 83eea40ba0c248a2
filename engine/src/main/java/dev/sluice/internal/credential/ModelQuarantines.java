package dev.sluice.internal.credential;

import dev.sluice.call.Failed.Scope;
import dev.sluice.internal.permodel.BoundedByModel;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The models for which a credential is set aside. Models that have answered and models that have
/// not are bounded apart, since clients make names up: whatever they make up, the state of a model
/// that has answered stays. A name that is refused is set aside alone, also before it has answered,
/// since a refusal of one says nothing of another.
final class ModelQuarantines {
  private final CredentialCounts stats;
  private final BoundedByModel<CredentialQuarantine> answered = new BoundedByModel<>(this::lift);
  private final BoundedByModel<CredentialQuarantine> unanswered = new BoundedByModel<>(this::lift);

  ModelQuarantines(CredentialCounts stats) {
    this.stats = stats;
  }

  /// Returns the quarantine for `model`; null for a model of which nothing is known.
  @Nullable CredentialQuarantine quarantine(String model) {
    CredentialQuarantine known = answered.get(model);
    return known == null ? unanswered.get(model) : known;
  }

  /// Returns the quarantine for `model`, which is known from now on.
  CredentialQuarantine of(String model) {
    CredentialQuarantine known = quarantine(model);
    return known == null ? keep(unanswered, model, new CredentialQuarantine()) : known;
  }

  /// Notes that an attempt at `model` begins. While it is under way the state of a model that has
  /// answered stays.
  ///
  /// @return a task to be run once, when the attempt has ended
  Runnable use(String model) {
    return answered.use(model);
  }

  /// Notes that `model` has answered.
  CredentialQuarantine answered(String model) {
    CredentialQuarantine known = answered.get(model);
    if (known != null || !answered.hasRoom()) {
      return known == null ? of(model) : known;
    }
    CredentialQuarantine before = unanswered.remove(model);
    return keep(answered, model, before == null ? new CredentialQuarantine() : before);
  }

  boolean hasAnswered(String model) {
    return answered.get(model) != null;
  }

  /// Makes the credential good again for all models.
  void liftAll() {
    Stream.concat(answered.values().stream(), unanswered.values().stream()).forEach(this::lift);
  }

  private static CredentialQuarantine keep(
      BoundedByModel<CredentialQuarantine> among, String model, CredentialQuarantine one) {
    among.put(model, one);
    return one;
  }

  private void lift(CredentialQuarantine quarantine) {
    if (quarantine.lift()) {
      stats.back(Scope.MODEL);
    }
  }
}
