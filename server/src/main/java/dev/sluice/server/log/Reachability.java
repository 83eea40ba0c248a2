package dev.sluice.server.log;

import dev.sluice.call.Failed;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which providers could not be reached at the last attempt, so that each change is told once. Safe
/// for any thread; takes no lock while all can be reached.
final class Reachability {
  private final Set<String> lost = ConcurrentHashMap.newKeySet();

  /// Whether any provider could not be reached.
  boolean anyLost() {
    return !lost.isEmpty();
  }

  /// Returns the providers that could not be reached at the last attempt, in no order.
  Set<String> lost() {
    return Set.copyOf(lost);
  }

  /// An attempt at `provider` has ended so.
  ///
  /// @return whether the provider cannot be reached any more, or can be again; empty for no change
  Optional<Boolean> ended(String provider, boolean found) {
    if (found) {
      return lost.remove(provider) ? Optional.of(true) : Optional.empty();
    }
    return lost.add(provider) ? Optional.of(false) : Optional.empty();
  }

  /// Whether a failure means that no connection leads there: one that broke, or that the gateway
  /// itself had no room for, does not.
  static boolean isLost(Failed.Unreachable why) {
    return switch (why.obstacle()) {
      case DNS, REFUSED, TLS, EGRESS_DENIED, PROXY_FAILED, PROXY_DENIED -> true;
      case RESET, POOL_FULL, NO_DESCRIPTORS -> false;
    };
  }
}
