package dev.sluice.credential;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Gate;
import dev.sluice.call.Permit;
import dev.sluice.call.Settled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// The gate of a target that its credential works. Closed also to a route's last target: the probe
/// is what finds out.
public final class CredentialGate implements Gate {
  private static final int FORBIDDEN = 403;

  /// How many models are told apart; clients make names up.
  private static final int MOST_MODELS = 256;

  private final Credential credential;

  /// The models of this target that it is refused for.
  private final SequencedMap<String, Aside> models = new LinkedHashMap<>();

  public CredentialGate(Credential credential) {
    this.credential = credential;
  }

  @Override
  public Optional<Closed> closed(Call call, boolean last, long now) {
    return asides(call).flatMap(aside -> aside.closed(now).stream()).findFirst();
  }

  @Override
  public Permit enter(Call call, long now) {
    List<Aside> probed = asides(call).filter(aside -> aside.enter(now)).toList();
    return attempt -> settle(call, probed, attempt);
  }

  private Stream<Aside> asides(Call call) {
    return Stream.concat(
        Stream.of(credential.whole), Optional.ofNullable(models.get(call.model())).stream());
  }

  private void settle(Call call, List<Aside> probed, Settled attempt) {
    switch (attempt.outcome()) {
      case Answered _ -> accepted(call, attempt.begun());
      case Failed.Exhausted why -> credential.whole.refused(why, attempt.ended());
      case Failed.CredentialRefused why when why.status() == FORBIDDEN ->
          forbidden(call, probed, why, attempt.ended());
      case Failed.CredentialRefused why -> credential.whole.refused(why, attempt.ended());
      case Failed _ -> probed.forEach(aside -> aside.untold(attempt.ended()));
    }
  }

  private void accepted(Call call, long begun) {
    asides(call).forEach(aside -> aside.accepted(begun));
  }

  private void forbidden(Call call, List<Aside> probed, Failed why, long now) {
    probed.forEach(aside -> aside.untold(now));
    model(call).refused(why, now);
  }

  private Aside model(Call call) {
    if (models.size() >= MOST_MODELS && !models.containsKey(call.model())) {
      Map.Entry<String, Aside> _ = models.pollFirstEntry();
    }
    return models.computeIfAbsent(call.model(), _ -> new Aside());
  }
}
