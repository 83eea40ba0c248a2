package dev.sluice.internal.credential;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Scope;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import java.util.Optional;

/// The gate of a target that its credential works. Closed also to a route's last target: the probe
/// is what finds out.
public final class CredentialGate implements Gate {
  private final ProviderCredential credential;
  private final Optional<String> model;

  /// @param model the model that the provider is asked for; empty where the call's name is passed
  ///   on
  public CredentialGate(ProviderCredential credential, Optional<String> model) {
    this.credential = credential;
    this.model = model;
  }

  @Override
  public Optional<Closed> closed(Call call, boolean last, long now) {
    return credential.closed(model(call), now);
  }

  @Override
  public Permit enter(Call call, long now) {
    return new Attempt(model(call), call.hints().caller(), now);
  }

  private String model(Call call) {
    return model.isPresent() ? model.get() : call.model();
  }

  private final class Attempt implements Permit {
    private final String asked;
    private final String caller;
    private final ProviderCredential.Probe probe;
    private final Runnable release;
    private final long begun;

    Attempt(String asked, String caller, long begun) {
      this.asked = asked;
      this.caller = caller;
      this.probe = credential.enter(asked, begun);
      this.release = credential.use(asked);
      this.begun = begun;
    }

    @Override
    public void started(long at) {
      credential.accepted(asked, begun);
    }

    @Override
    public void settle(AttemptResult attempt) {
      try {
        report(attempt);
      } finally {
        release.run();
      }
    }

    private void refused(CredentialRefusal why, long now) {
      credential.refused(asked, caller, why, probe, now);
    }

    private void report(AttemptResult attempt) {
      long now = attempt.ended();
      switch (attempt.outcome()) {
        case Answered _ -> credential.accepted(asked, begun);
        case Failed.Exhausted why -> refused(CredentialRefusal.of(why), now);
        case Failed.CredentialRefused why when why.scope() == Scope.SESSION ->
            credential.untold(asked, probe);
        case Failed.CredentialRefused why -> refused(CredentialRefusal.of(why), now);
        case Failed _ -> credential.untold(asked, probe);
      }
    }
  }
}
