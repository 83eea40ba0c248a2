package dev.sluice.internal.credential;

import dev.sluice.call.Failed.Scope;
import dev.sluice.call.gate.Gate.Closed;
import dev.sluice.call.request.SchedulingHints;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A credential of a provider, shared by the gates of all its targets: whether it is set aside, and
/// for which models. Under admission's lock.
public final class ProviderCredential {
  private final CredentialCounts stats;
  private final ModelQuarantines models;
  private ProviderCredentials all;
  private CredentialNotifier notifier;

  /// The quarantine for all models.
  private final CredentialQuarantine whole = new CredentialQuarantine();

  /// A model that has answered before and was refused, with nothing accepted since.
  private @Nullable String doubted;

  /// The caller of the refused call for [#doubted].
  private String doubtedBy = SchedulingHints.NOBODY;

  private long doubtedSince;

  /// The results of a probe beside its answer.
  ///
  /// @param ofWhole whether the credential works at all again
  /// @param ofModel whether the credential works for the call's model again
  record Probe(boolean ofWhole, boolean ofModel) {
    /// The result for a call with a good credential, which is no probe.
    private static final Probe NONE = new Probe(false, false);
  }

  ProviderCredential(ProviderCredentials all, CredentialCounts stats, CredentialNotifier notifier) {
    this.all = all;
    this.stats = stats;
    this.notifier = notifier;
    this.models = new ModelQuarantines(stats);
  }

  CredentialCounts stats() {
    return stats;
  }

  /// Makes the credential one of `others`, at a position that may be another one.
  void join(ProviderCredentials others, int position, CredentialNotifier told) {
    all = others;
    notifier = told;
    stats.move(position);
  }

  /// Retires a credential that is configured no longer: what attempts under way say of it is not
  /// reported.
  void retire() {
    notifier = notifier.silent();
  }

  /// Whether the credential can be used for `model`.
  boolean isGood(String model) {
    return isGood(models.quarantine(model));
  }

  private boolean isGood(@Nullable CredentialQuarantine own) {
    return !whole.isActive() && (own == null || !own.isActive());
  }

  Optional<Closed> closed(String model, long now) {
    CredentialQuarantine own = models.quarantine(model);
    if (isGood(own)) {
      return Optional.empty();
    }
    ProbeWait wait = all.probeWait(this, model);
    Optional<Closed> closed = whole.closed(wait, now);
    return closed.isPresent() || own == null ? closed : own.closed(wait, now);
  }

  /// Notes that a call goes with the credential.
  Probe enter(String model, long now) {
    CredentialQuarantine own = models.quarantine(model);
    return isGood(own) ? Probe.NONE : new Probe(whole.enter(now), own != null && own.enter(now));
  }

  /// Notes that an attempt at `model` begins.
  ///
  /// @return a task to be run once, when the attempt has ended
  Runnable use(String model) {
    return models.use(model);
  }

  /// Notes that the provider accepted the credential for an attempt that began at `begun`.
  void accepted(String model, long begun) {
    CredentialQuarantine own = models.answered(model);
    if (doubted != null && begun - doubtedSince >= 0) {
      doubted = null;
    }
    if (whole.accepted(begun)) {
      models.liftAll();
      stats.back(Scope.ACCOUNT);
      notifier.back(Optional.empty());
    } else if (own.accepted(begun)) {
      stats.back(Scope.MODEL);
      notifier.back(Optional.of(model));
    }
  }

  /// Notes that the provider refused the credential to a call of `caller`.
  void refused(String model, String caller, CredentialRefusal why, Probe probe, long now) {
    // A plain status that has set aside all of it says the same again.
    boolean ofAll = why.scope() == Scope.ACCOUNT || (probe.ofWhole() && whole.isFor(why.status()));
    if (ofAll) {
      wholeRefused(why, probe, now);
      return;
    }
    if (probe.ofWhole()) {
      whole.untold();
    }
    modelRefused(model, why, probe, now);
    if (models.hasAnswered(model) && doubt(model, caller, now)) {
      wholeRefused(why, probe, now);
    }
  }

  /// Notes that an attempt has ended and says nothing about the credential.
  void untold(String model, Probe probe) {
    if (probe.ofWhole()) {
      whole.untold();
    }
    CredentialQuarantine own = models.quarantine(model);
    if (probe.ofModel() && own != null) {
      own.untold();
    }
  }

  private void wholeRefused(CredentialRefusal why, Probe probe, long now) {
    if (whole.refused(why, probe.ofWhole(), now)) {
      stats.setAside(Scope.ACCOUNT);
      notifier.setAside(Optional.empty(), why);
    }
  }

  private void modelRefused(String model, CredentialRefusal why, Probe probe, long now) {
    if (models.of(model).refused(why, probe.ofModel(), now)) {
      stats.setAside(Scope.MODEL);
      notifier.setAside(Optional.of(model), why);
    }
  }

  /// Notes the refusal of a model that has answered before. A single model may have been withdrawn,
  /// and one caller may ask several models for what they refuse: two models refused to two callers
  /// mean the credential.
  ///
  /// @return whether the refusals mean the credential
  private boolean doubt(String model, String caller, long now) {
    if (doubted == null) {
      doubted = model;
      doubtedBy = caller;
      doubtedSince = now;
      return false;
    }
    boolean another = !caller.equals(doubtedBy) || caller.equals(SchedulingHints.NOBODY);
    return another && !doubted.equals(model);
  }
}
