package dev.sluice.accounts.key;

import java.util.function.LongSupplier;

/// The snapshot of keys that holds, behind one reference that is replaced whole. Safe for any
/// thread, loops too: a check reads memory alone.
public final class KeyRings {
  private final LongSupplier wall;
  private volatile KeyRing ring = KeyRing.EMPTY;
  private volatile boolean away = true;

  /// @param wall the wall clock, in milliseconds since 1970
  public KeyRings(LongSupplier wall) {
    this.wall = wall;
  }

  /// The snapshot that holds now.
  public KeyRing now() {
    return ring;
  }

  /// Replaces the snapshot that holds.
  public void use(KeyRing next) {
    ring = next;
  }

  /// Says whether the store, which may know more, is away.
  public void setAway(boolean away) {
    this.away = away;
  }

  /// Judges a secret that a client shows.
  public KeyCheck check(String secret) {
    return known(ring.check(secret, wall.getAsLong()));
  }

  /// Judges a caller who is known by another proof than a secret.
  ///
  /// @param name the name of its key within the team
  public KeyCheck named(String team, String name) {
    return known(ring.named(team, name, wall.getAsLong()));
  }

  /// Judges a key whose caller is known by its id.
  public KeyCheck byId(String id) {
    long now = wall.getAsLong();
    return known(ring.key(id).map(key -> key.check(now)).orElseGet(KeyCheck.Unknown::new));
  }

  private KeyCheck known(KeyCheck found) {
    return found instanceof KeyCheck.Unknown && away ? new KeyCheck.Unavailable() : found;
  }
}
