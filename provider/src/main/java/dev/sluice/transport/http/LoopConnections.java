package dev.sluice.transport.http;

import dev.sluice.call.runtime.Clock;
import dev.sluice.config.TransportConfig;
import dev.sluice.config.provider.Origin;
import dev.sluice.transport.ConnectionCounts;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The pools of one loop, by origin. Safe for any thread, but for the methods of [Pool.Upkeep].
final class LoopConnections implements Pool.Upkeep {
  private final LoopSockets sockets;
  private final TransportConfig config;
  private final Clock clock;
  private final Map<Origin, Pool> pools = new ConcurrentHashMap<>();

  /// The origins that are configured; empty until the configuration has changed once. Confined to
  /// the loop.
  private Optional<Set<Origin>> kept = Optional.empty();

  LoopConnections(LoopSockets sockets, TransportConfig config, Clock clock) {
    this.sockets = sockets;
    this.config = config;
    this.clock = clock;
  }

  Pool pool(Origin origin) {
    Pool pool = pools.get(origin);
    return pool != null
        ? pool
        : pools.computeIfAbsent(origin, key -> new Pool(key, sockets, this, config, clock));
  }

  /// Keeps connections to these origins alone: those to others are closed when idle.
  void keep(Set<Origin> origins) {
    sockets.execute(
        () -> {
          kept = Optional.of(origins);
          pools.values().forEach(this::tidy);
        });
  }

  /// Sets TLS as `other` says, if no TLS was spoken before.
  void secure(TransportConfig other) {
    sockets.secure(other);
  }

  @Override
  public boolean keeps(Origin origin) {
    return kept.isEmpty() || kept.get().contains(origin);
  }

  @Override
  public void tidy(Pool pool) {
    if (!keeps(pool.origin()) && pool.closeIdle()) {
      pools.remove(pool.origin(), pool);
    }
  }

  Stream<ConnectionCounts> counts() {
    return pools.values().stream().map(Pool::counts);
  }
}
