package dev.sluice.lab.faults;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// The options of the faults.
///
/// @param against the base URL of a gateway that runs already; empty: a Sluice for each case
/// @param port where the first provider listens for a gateway that runs already; its fallback
///   listens at the next one
/// @param brief without what takes more than a quarter of a minute
/// @param only codes of the cases, such as `F6`; none: all
/// @param defaults of Sluice's configuration, as its file has them
public record FaultsOptions(
    Optional<URI> against, int port, boolean brief, Set<String> only, String defaults) {
  private static final int PORT_MAX = 65_534;

  public FaultsOptions {
    only = Set.copyOf(only);
    if (port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException("port " + port + " is not within 1 to " + PORT_MAX);
    }
  }

  /// Whether `each` is asked for. Another gateway is not told how a target resumes.
  boolean includes(FaultCase each) {
    boolean asked = only.isEmpty() ? !brief || each.isShort() : only.contains(each.code());
    return asked && (against.isEmpty() || !each.code().equals(FaultCase.RESCUE));
  }
}
