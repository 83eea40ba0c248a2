package dev.sluice.internal.wiring;

import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.breaker.Breaker;
import dev.sluice.internal.breaker.Breakers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The circuits of one generation that stay open because no call tries them again. Not on a loop.
///
/// @param controllers the admission controllers whose locks guard the circuits
record OpenCircuits(Breakers breakers, AdmissionControllers controllers, Clock clock)
    implements ModelLists.Circuits {

  @Override
  public boolean useLists() {
    return breakers.useLists();
  }

  @Override
  public Set<String> waiting() {
    return breakers.open().entrySet().stream()
        .filter(of -> lackCalls(of.getKey(), of.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private boolean lackCalls(String provider, List<Breaker> open) {
    Predicate<Breaker> lacks = breaker -> breaker.lacksCalls(clock.nanos());
    return controllers.of(provider).ask(provider, () -> open.stream().anyMatch(lacks));
  }

  @Override
  public void listed(String provider) {
    List<Breaker> open = breakers.open().getOrDefault(provider, List.of());
    if (!open.isEmpty()) {
      boolean _ = controllers.of(provider).ask(provider, () -> listed(open));
    }
  }

  private boolean listed(List<Breaker> open) {
    open.forEach(breaker -> breaker.listed(clock.nanos()));
    return true;
  }
}
