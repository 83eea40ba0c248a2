package dev.sluice.lab.hostile;

import dev.sluice.lab.hostile.cases.HostileCase;
import dev.sluice.lab.hostile.site.Setup;
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
    if (minutes < 0 || minutes > MINUTES_MAX) {
      throw new IllegalArgumentException(minutes + " minutes are not within 0 to " + MINUTES_MAX);
    }
    if (honest < 1 || honest > HONEST_MAX) {
      throw new IllegalArgumentException(
          honest + " honest calls a second are not within 1 to " + HONEST_MAX);
    }
    if (minutes > 0 && against.isPresent()) {
      throw new IllegalArgumentException(
          "--minutes measures a gateway of its own: leave out --against");
    }
  }

  /// Whether `each` is asked for.
  boolean includes(HostileCase each) {
    boolean fits = against.isEmpty() || (each.setup().equals(Setup.OPEN) && each.anywhere());
    return fits && (!brief || each.isShort()) && (only.isEmpty() || only.contains(each.code()));
  }
}
