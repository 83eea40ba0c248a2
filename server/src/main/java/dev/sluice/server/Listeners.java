package dev.sluice.server;

import dev.sluice.ConfigChange;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The listener for clients and the one for operators. Where an address changes the new listener is
/// opened first, then the old one is closed. Read by any thread, changed by one at a time.
final class Listeners {
  private final EventLoopGroup loops;
  private final ChannelInitializer<Channel> clientChannels;
  private final ChannelInitializer<Channel> adminChannels;
  private volatile Open clients;
  private volatile Optional<Open> admin;

  /// How many connections the listeners that are closed by now could not accept.
  private final LongAdder failuresBefore = new LongAdder();

  /// @param configured where it listens as the configuration says: any port may be 0 there
  private record Open(Listener listener, InetSocketAddress configured) {}

  private Listeners(
      EventLoopGroup loops,
      ChannelInitializer<Channel> clientChannels,
      ChannelInitializer<Channel> adminChannels,
      InetSocketAddress clients,
      Optional<InetSocketAddress> admin)
      throws CannotListen {
    this.loops = loops;
    this.clientChannels = clientChannels;
    this.adminChannels = adminChannels;
    this.clients = openClients(clients);
    this.admin = Optional.empty();
    try {
      this.admin = admin.isEmpty() ? Optional.empty() : Optional.of(openAdmin(admin.get()));
    } catch (CannotListen e) {
      this.clients.listener().close();
      throw e;
    }
  }

  /// Opens both; connections are accepted from [#accept] on.
  ///
  /// @param admin empty for none
  static Listeners open(
      EventLoopGroup loops,
      ChannelInitializer<Channel> clientChannels,
      ChannelInitializer<Channel> adminChannels,
      InetSocketAddress clients,
      Optional<InetSocketAddress> admin)
      throws CannotListen {
    return new Listeners(loops, clientChannels, adminChannels, clients, admin);
  }

  /// Accepts connections from now on.
  void accept() {
    clients().accept();
    admin().ifPresent(Listener::accept);
  }

  private Open openClients(InetSocketAddress at) throws CannotListen {
    return new Open(Listener.open("server.listen", at, loops, clientChannels), at);
  }

  private Open openAdmin(InetSocketAddress at) throws CannotListen {
    return new Open(Listener.open("admin.listen", at, loops, adminChannels), at);
  }

  Listener clients() {
    return clients.listener();
  }

  Optional<Listener> admin() {
    return admin.map(Open::listener);
  }

  /// How many connections of clients could not be accepted.
  long failures() {
    return failuresBefore.sum() + clients().failures();
  }

  /// Opens the listeners whose addresses change.
  ///
  /// @throws CannotListen if one cannot be opened; then none is
  Change prepare(InetSocketAddress clientsAt, InetSocketAddress adminAt) throws CannotListen {
    Open other = clientsAt.equals(clients.configured()) ? null : openClients(clientsAt);
    try {
      boolean same = admin.filter(open -> open.configured().equals(adminAt)).isPresent();
      return new Change(other, same ? null : openAdmin(adminAt));
    } catch (CannotListen e) {
      if (other != null) {
        other.listener().close();
      }
      throw e;
    }
  }

  /// Listeners that are open beside the current ones, to take their places or to be dropped.
  final class Change implements ConfigChange {
    private final @Nullable Open otherClients;
    private final @Nullable Open otherAdmin;

    private Change(@Nullable Open otherClients, @Nullable Open otherAdmin) {
      this.otherClients = otherClients;
      this.otherAdmin = otherAdmin;
    }

    /// The address where clients will be served; empty if it stays.
    Optional<InetSocketAddress> clients() {
      return Optional.ofNullable(otherClients).map(open -> open.listener().address());
    }

    /// Closes the listeners whose places these take.
    @Override
    public void take() {
      if (otherClients != null) {
        Listener before = Listeners.this.clients();
        clients = otherClients;
        otherClients.listener().accept();
        before.close();
        failuresBefore.add(before.failures());
      }
      if (otherAdmin != null) {
        Optional<Listener> before = admin();
        admin = Optional.of(otherAdmin);
        otherAdmin.listener().accept();
        before.ifPresent(Listener::close);
      }
    }

    /// Closes these.
    @Override
    public void drop() {
      if (otherClients != null) {
        otherClients.listener().close();
      }
      if (otherAdmin != null) {
        otherAdmin.listener().close();
      }
    }
  }
}
