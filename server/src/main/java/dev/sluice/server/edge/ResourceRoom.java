package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.server.client.OwnerNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// How many requests may be under way that the gateway answers itself, for each team and for all
/// teams together. Each may wait for the store, which everybody's keys and budgets need too, and
/// holds a thread, and perhaps a file that is open, while its client is slow. Safe for any thread
/// and without a lock: loops begin such requests, and virtual threads end them.
final class ResourceRoom {
  static final int OF_TEAM = 32;
  static final int OF_ALL = 256;

  /// How many of those that show no key, all addresses together: so that they take no team's room.
  static final int OF_ADDRESSES = 64;

  private static final ApiError TEAM_IS_FULL =
      refusal(
          "%d requests of this team about files and batches are under way, the most: wait until one has ended"
              .formatted(OF_TEAM));
  private static final ApiError ADDRESSES_ARE_FULL =
      refusal(
          "%d requests about files that show no key are under way, the most: show a key, or come back later"
              .formatted(OF_ADDRESSES));
  private static final ApiError ALL_IS_FULL =
      refusal(
          "%d requests about files and batches are under way at this gateway, the most: come back later"
              .formatted(OF_ALL));

  private final AtomicReference<UnderWay> underWay =
      new AtomicReference<>(new UnderWay(0, Map.of()));

  /// The requests under way: a copy takes no longer than there are teams with one, [#OF_ALL] at
  /// most.
  ///
  /// @param ofTeams by team, those that have any; never changed
  private record UnderWay(int all, Map<String, Integer> ofTeams) {
    int of(String team) {
      return ofTeams.getOrDefault(team, 0);
    }

    int ofAddresses() {
      return ofTeams.entrySet().stream()
          .filter(team -> OwnerNames.isAddress(team.getKey()))
          .mapToInt(Map.Entry::getValue)
          .sum();
    }

    UnderWay with(String team, int more) {
      Map<String, Integer> next = new HashMap<>(ofTeams);
      if (of(team) + more > 0) {
        next.put(team, of(team) + more);
      } else {
        next.remove(team);
      }
      return new UnderWay(all + more, next);
    }
  }

  private static ApiError refusal(String message) {
    return new ApiError(
        429,
        "rate_limit_error",
        "too_many_requests",
        Optional.empty(),
        message,
        true,
        Optional.empty());
  }

  /// Runs a request on a virtual thread of its own, if it may.
  ///
  /// @return why it may not; null where it was begun
  @Nullable ApiError start(String team, String name, Runnable request) {
    ApiError full = begin(team);
    if (full == null) {
      startThread(team, name, request);
    }
    return full;
  }

  private void startThread(String team, String name, Runnable request) {
    try (var rollback = Rollback.of(() -> end(team))) {
      Thread _ =
          Thread.ofVirtual()
              .name(name)
              .inheritInheritableThreadLocals(false)
              .start(() -> run(team, request));
      rollback.keep();
    }
  }

  private void run(String team, Runnable request) {
    try {
      request.run();
    } finally {
      end(team);
    }
  }

  /// Begins a request, if it may.
  ///
  /// @return why it may not; null where it was begun, and is to be ended
  @Nullable ApiError begin(String team) {
    while (true) {
      UnderWay now = underWay.get();
      if (now.of(team) >= OF_TEAM) {
        return TEAM_IS_FULL;
      }
      if (OwnerNames.isAddress(team) && now.ofAddresses() >= OF_ADDRESSES) {
        return ADDRESSES_ARE_FULL;
      }
      if (now.all() >= OF_ALL) {
        return ALL_IS_FULL;
      }
      if (underWay.compareAndSet(now, now.with(team, 1))) {
        return null;
      }
    }
  }

  /// Ends a request that was begun.
  void end(String team) {
    UnderWay _ = underWay.updateAndGet(now -> now.with(team, -1));
  }
}
