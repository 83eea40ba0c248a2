package dev.sluice.server;

import dev.sluice.call.runtime.PlatformThreads;
import dev.sluice.server.edge.ClientChannels;
import dev.sluice.server.tls.Handshakes;
import dev.sluice.server.tls.ListenerTls;
import dev.sluice.server.tls.TlsEntry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The TLS of the two listeners. Changed by one thread at a time.
final class ServerTls implements AutoCloseable {
  /// How many computations of handshakes may wait: one for each that may be under way. More are
  /// there while those of connections that have ended are.
  private static final int MOST_WAITING = 1024;

  /// On half of the processors: loops go on with the calls.
  private final Side clients =
      new Side(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

  /// Waits for none of the clients' handshakes.
  private final Side admin = new Side(1);

  /// A configuration and the entry that was made of it.
  record Made(ListenerTls config, boolean http2, TlsEntry entry) {}

  /// The TLS of one listener.
  static final class Side {
    private final Handshakes handshakes = new Handshakes();

    /// Computes what handshakes need.
    private final PlatformThreads pool;

    /// What is in use; null for no TLS.
    private @Nullable Made used;

    private Side(int threads) {
      pool = new PlatformThreads(threads, MOST_WAITING);
    }

    /// Makes the entry of a configuration; null for none. That of the configuration in use stays
    /// the same, so that clients go on with the sessions that they have.
    ///
    /// @param http2 whether HTTP/2 is offered
    /// @throws IllegalArgumentException if TLS cannot be set up with it
    @Nullable Made prepare(Optional<ListenerTls> next, boolean http2) {
      if (next.isEmpty()) {
        return null;
      }
      Made before = used;
      ListenerTls config = next.get();
      if (before != null && before.config().equals(config) && before.http2() == http2) {
        return before;
      }
      List<String> protocols = ClientChannels.protocols(http2);
      return new Made(config, http2, TlsEntry.of(config, protocols, handshakes, pool));
    }

    /// Uses what was prepared.
    ///
    /// @return the entry of connections that come from now on; null for none
    @Nullable TlsEntry use(@Nullable Made next) {
      used = next;
      return next == null ? null : next.entry();
    }

    Handshakes handshakes() {
      return handshakes;
    }
  }

  /// That of the listener for clients.
  Side clients() {
    return clients;
  }

  /// That of the listener for operators.
  Side admin() {
    return admin;
  }

  @Override
  public void close() {
    clients.pool.close();
    admin.pool.close();
  }
}
