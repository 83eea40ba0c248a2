package dev.sluice.internal.credential;

import dev.sluice.call.Failed.Scope;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// The statistics of a credential. Written under admission's lock, read by any thread.
public final class CredentialStats {
  private final String provider;
  private volatile int place;

  // Not written after the constructor: only the numbers change.
  private final Map<Scope, AtomicLong> asides = new EnumMap<>(Scope.class);
  private final Map<Scope, AtomicLong> backs = new EnumMap<>(Scope.class);

  CredentialStats(String provider, int place) {
    this.provider = provider;
    this.place = place;
    for (Scope scope : Scope.values()) {
      asides.put(scope, new AtomicLong());
      backs.put(scope, new AtomicLong());
    }
  }

  /// The provider's configured name.
  public String provider() {
    return provider;
  }

  /// Its position among the provider's credentials, from 0.
  public int place() {
    return place;
  }

  /// How often it was set aside: as a whole, or for one model.
  public long setAsides(Scope scope) {
    return of(asides, scope).get();
  }

  /// How often it was used again after that.
  public long backs(Scope scope) {
    return of(backs, scope).get();
  }

  /// Whether it is set aside now as a whole, 0 or 1; or for how many models.
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
