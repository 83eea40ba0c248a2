package dev.sluice.internal.credential;

import dev.sluice.call.Failed.Scope;
import dev.sluice.stats.CredentialStats;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// The statistics of a credential. Written under admission's lock, read by any thread.
final class CredentialCounts implements CredentialStats {
  private final String provider;
  private volatile int place;

  // Not written after the constructor: only the numbers change.
  private final Map<Scope, AtomicLong> asides = new EnumMap<>(Scope.class);
  private final Map<Scope, AtomicLong> backs = new EnumMap<>(Scope.class);

  CredentialCounts(String provider, int place) {
    this.provider = provider;
    this.place = place;
    for (Scope scope : Scope.values()) {
      asides.put(scope, new AtomicLong());
      backs.put(scope, new AtomicLong());
    }
  }

  @Override
  public String provider() {
    return provider;
  }

  @Override
  public int place() {
    return place;
  }

  @Override
  public long setAsides(Scope scope) {
    return of(asides, scope).get();
  }

  @Override
  public long backs(Scope scope) {
    return of(backs, scope).get();
  }

  @Override
  public long aside(Scope scope) {
    return setAsides(scope) - backs(scope);
  }

  void move(int to) {
    place = to;
  }

  void setAside(Scope scope) {
    of(asides, scope).incrementAndGet();
  }

  void back(Scope scope) {
    of(backs, scope).incrementAndGet();
  }

  private static AtomicLong of(Map<Scope, AtomicLong> counts, Scope scope) {
    return Objects.requireNonNull(counts.get(scope));
  }
}
