package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.internal.permodel.SharedUntilAnswered;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import java.util.Optional;

/// The circuits of a target that passes on the names that calls have: one for each name that has
/// answered, and one for all others together, so that an outage opens that one also while nothing
/// has answered yet.
///
/// A probe that passes gives its name a circuit of its own, and with it the name's further calls:
/// the shared circuit would stay half-open where no other name is asked for. So calls of names that
/// have answered are its probes too, beside what they are to their own circuit ([SharedProbe]).
final class ModelCircuits implements Circuit {
  private final Observed shared;
  private final SharedUntilAnswered<Observed> circuits;

  private record Observed(Circuit circuit, TransitionLog journal) {}

  /// A factory of the circuits of models.
  @FunctionalInterface
  interface Factory {
    Circuit of(TransitionLog journal, long now);
  }

  /// @param stats the statistics of all circuits together
  ModelCircuits(BreakerCounts stats, Factory factory, long now) {
    this.shared = observed(stats, factory, now);
    this.circuits =
        new SharedUntilAnswered<>(
            shared, (_, at) -> observed(stats, factory, at), gone -> stats.forget(gone.journal()));
  }

  private static Observed observed(BreakerCounts stats, Factory factory, long now) {
    TransitionLog journal = stats.journal();
    return new Observed(factory.of(journal, now), journal);
  }

  @Override
  public Optional<Gate.Closed> closed(Call call, boolean last, long now) {
    return circuits.of(call.model()).circuit().closed(call, last, now);
  }

  @Override
  public Permit enter(Call call, long now) {
    return circuits.enter(call.model(), of -> enter(of, call, now));
  }

  @Override
  public boolean lacksCalls(long now) {
    return circuits.all().stream().anyMatch(of -> of.circuit().lacksCalls(now));
  }

  @Override
  public void listed(long now) {
    circuits.all().forEach(of -> of.circuit().listed(now));
  }

  @Override
  public void tryAgain(Transition why) {
    circuits.all().forEach(of -> of.circuit().tryAgain(why));
  }

  private Permit enter(Observed of, Call call, long now) {
    Permit permit = of.circuit().enter(call, now);
    return !of.equals(shared) && probesShared(call, now)
        ? new SharedProbe(permit, shared.circuit().enter(call, now))
        : permit;
  }

  private boolean probesShared(Call call, long now) {
    return shared.journal().state() != State.CLOSED
        && shared.circuit().closed(call, false, now).isEmpty();
  }
}
