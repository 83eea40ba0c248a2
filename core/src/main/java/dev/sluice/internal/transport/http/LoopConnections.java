package dev.sluice.internal.transport.http;

import dev.sluice.call.runtime.Clock;
import dev.sluice.config.TransportConfig;
import dev.sluice.config.provider.Origin;
import dev.sluice.internal.transport.ConnectionCounts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The pools of one loop, by origin. Safe for any thread.
final class LoopConnections {
  private final LoopSockets sockets;
  private final TransportConfig config;
  private final Clock clock;
  private final Map<Origin, Pool> pools = new ConcurrentHashMap<>();

  LoopConnections(LoopSockets sockets, TransportConfig config, Clock clock) {
    this.sockets = sockets;
    this.config = config;
    this.clock = clock;
  }

  Pool pool(Origin origin) {
    Pool pool = pools.get(origin);
    return pool != null
        ? pool
        : pools.computeIfAbsent(origin, key -> new Pool(key, sockets, config, clock));
  }

  Stream<ConnectionCounts> counts() {
    return pools.values().stream().map(Pool::counts);
  }
}
