package dev.sluice.internal.wiring.part;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.retry.Retry;
import java.time.Duration;
import java.util.Optional;

/// A route's admission, as the retry asks for its targets.
public record AdmissionRoute(Admission admission) implements Retry.Route {

  @Override
  public Optional<String> another(Call call) {
    return admission.another(call);
  }

  @Override
  public String likely(Call call) {
    return admission.likely(call);
  }

  @Override
  public Optional<FailedTargets> instead(Call call, String refuser, Failed.Objection objection) {
    return admission.instead(call, refuser, objection);
  }

  @Override
  public Duration untilOpen(Call call) {
    return admission.untilOpen(call);
  }
}
