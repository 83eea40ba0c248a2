package dev.sluice.lab.hostile;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// The options of the attacks.
///
/// @param against the attacked gateway, with the cases that need no provider of their own; empty:
///   one that is started for it
/// @param brief without what takes more than a few seconds
/// @param only codes of the cases, such as `C18`; none: all
/// @param minutes how long attacks and honest calls run beside each other; 0: each case once
/// @param honest honest calls a second meanwhile
public record HostileOptions(
    Optional<URI> against, boolean brief, Set<String> only, int minutes, int honest) {
  private static final int MINUTES_MAX = 24 * 60;
  private static final int HONEST_MAX = 10_000;

  public HostileOptions {
    only = Set.copyOf(only);
    requireWithin(minutes, "minutes", 0, MINUTES_MAX);
    requireWithin(honest, "honest calls a second", 1, HONEST_MAX);
    if (minutes > 0 && against.isPresent()) {
      throw new IllegalArgumentException(
          "--minutes measures a gateway of its own: leave out --against");
    }
  }

  private static void requireWithin(int value, String what, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%d %s are not within %d to %d".formatted(value, what, least, most));
    }
  }

  /// Returns whether the case `each` is to be driven.
  boolean includes(HostileCase each) {
    boolean fits = against.isEmpty() || (each.setup().equals(Setup.OPEN) && each.anywhere());
    return fits && (!brief || each.isShort()) && (only.isEmpty() || only.contains(each.code()));
  }
}
