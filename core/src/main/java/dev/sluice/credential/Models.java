package dev.sluice.credential;

import dev.sluice.call.Failed.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The models that a credential was used for. So many are told apart, since clients make names up;
/// the least recently used goes, and with it what was known of it.
final class Models {
  private static final int MOST = 256;

  private final CredentialStats stats;
  private final Map<String, Model> models =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Model> eldest) {
          if (size() > MOST) {
            lift(eldest.getValue());
          }
          return size() > MOST;
        }
      };

  private static final class Model {
    private final CredentialQuarantine quarantine = new CredentialQuarantine();
    private boolean answered;
  }

  Models(CredentialStats stats) {
    this.stats = stats;
  }

  /// Whether the credential is set aside for `model`; null for one of which nothing is known.
  @Nullable CredentialQuarantine quarantine(String model) {
    Model known = models.get(model);
    return known == null ? null : known.quarantine;
  }

  /// The same, for a model that is to be known from now on.
  CredentialQuarantine of(String model) {
    return known(model).quarantine;
  }

  /// Notes that `model` has answered.
  CredentialQuarantine answered(String model) {
    Model known = known(model);
    known.answered = true;
    return known.quarantine;
  }

  boolean hasAnswered(String model) {
    Model known = models.get(model);
    return known != null && known.answered;
  }

  /// Sets the credential aside for no model any more.
  void liftAll() {
    models.values().forEach(this::lift);
  }

  private Model known(String model) {
    return models.computeIfAbsent(model, _ -> new Model());
  }

  private void lift(Model model) {
    if (model.quarantine.lift()) {
      stats.back(Scope.MODEL);
    }
  }
}
