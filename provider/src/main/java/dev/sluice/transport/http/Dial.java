package dev.sluice.transport.http;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.config.provider.Origin;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The opening of a connection: resolve the name, judge the addresses, connect to one after the
/// other, shake hands. Where a proxy is between, its name is resolved, and it is asked for the
/// connection first ([Tunnel]): the provider's own name is judged as it is written, and resolved by
/// the proxy. A dial holds a slot in its pool, which the connection takes over in the end.
///
/// Confined to the loop. A dial knows no timeouts; its caller cancels it when the caller's own time
/// is over.
final class Dial implements Connection.Opening {
  private final Slots slots;
  private final Requester requester;
  private Iterator<InetAddress> addresses = List.<InetAddress>of().iterator();
  private @Nullable Channel channel;
  private boolean over;

  /// The pool that a dial holds a slot of.
  interface Slots {
    /// The origin that connections lead to.
    Origin origin();

    /// Resolves the name of the origin, or of the proxy that leads there.
    Future<List<InetAddress>> resolve();

    /// Begins a connection to `address`, which is one of those that were resolved, and which
    /// notifies `dial` when it is ready.
    ChannelFuture open(InetAddress address, Dial dial);

    /// Reports that a dial has become a connection, which keeps the dial's slot.
    void opened(Connection connection);

    /// Reports that a dial was given up.
    void gaveUp();
  }

  /// The exchange that needs a connection.
  interface Requester {
    /// Runs `step`; an exception ends the requester.
    void guarded(Runnable step);

    /// Reports that `dial` makes a connection.
    void dialing(Dial dial);

    /// Takes a connection.
    void connected(Connection connection, boolean reused);

    /// Takes the reason why there is no connection.
    void fail(Failed why);
  }

  Dial(Slots slots, Requester requester) {
    this.slots = slots;
    this.requester = requester;
  }

  void start() {
    if (proxied() && Egress.isDeniedToProxies(slots.origin())) {
      fail(Obstacle.EGRESS_DENIED, "it is a private address, to which no proxy may lead");
      return;
    }
    slots
        .resolve()
        .addListener(
            (Future<List<InetAddress>> answer) -> requester.guarded(() -> resolved(answer)));
  }

  @Override
  public void ready(Connection connection) {
    if (!over) {
      over = true;
      slots.opened(connection);
      requester.connected(connection, false);
    }
  }

  @Override
  public void fail(Obstacle obstacle, String detail) {
    if (!over) {
      cancel();
      requester.fail(new Failed.Unreachable(obstacle, detail));
    }
  }

  /// Gives the dial up, and gives its slot back.
  void cancel() {
    if (over) {
      return;
    }
    over = true;
    slots.gaveUp();
    if (channel != null) {
      var _ = channel.close();
    }
  }

  private void resolved(Future<List<InetAddress>> answer) {
    if (over) {
      return;
    }
    if (outOfDescriptors(answer.cause())) {
      failWithoutDescriptors();
    } else if (!answer.isSuccess()) {
      fail(Obstacle.DNS, "its name does not resolve", "the name of its proxy does not resolve");
    } else if (isDenied(answer.getNow())) {
      fail(Obstacle.EGRESS_DENIED, "it resolves to a private address, which is not allowed");
    } else {
      addresses = answer.getNow().iterator();
      connectNext();
    }
  }

  // One private address among others is enough: no provider has such a name. A proxy's addresses
  // are the configuration's own.
  private boolean isDenied(List<InetAddress> resolved) {
    return !proxied()
        && !slots.origin().allowPrivate()
        && resolved.stream().anyMatch(Egress::isPrivate);
  }

  /// Connects to the next address. An attempt without a socket has failed already, belongs to no
  /// loop and has nothing to close.
  private void connectNext() {
    ChannelFuture attempt = slots.open(addresses.next(), this);
    if (attempt.isDone() && !attempt.isSuccess()) {
      attempted(attempt);
    } else {
      channel = attempt.channel();
      attempt.addListener(result -> requester.guarded(() -> attempted(result)));
    }
  }

  private void attempted(Future<?> attempt) {
    if (over || attempt.isSuccess()) {
      return; // the connection itself says when it is ready
    }
    if (outOfDescriptors(attempt.cause())) {
      failWithoutDescriptors();
    } else if (addresses.hasNext()) {
      connectNext();
    } else {
      fail(
          Obstacle.REFUSED,
          "connection refused: no process listens there",
          "its proxy takes no connection: no process listens there");
    }
  }

  private void fail(Obstacle direct, String detail, String ofProxy) {
    if (proxied()) {
      fail(Obstacle.PROXY_FAILED, ofProxy);
    } else {
      fail(direct, detail);
    }
  }

  private boolean proxied() {
    return slots.origin().way().proxy().isPresent();
  }

  private void failWithoutDescriptors() {
    fail(
        Obstacle.NO_DESCRIPTORS,
        "the gateway has no file descriptor left for a connection; its limit (ulimit -n) is too"
            + " low");
  }

  /// Whether `cause` is a lack of file descriptors. Limitations: the words are those of Linux and
  /// macOS, for which Java has no type of its own.
  private static boolean outOfDescriptors(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (String.valueOf(at.getMessage()).contains("Too many open files")) {
        return true;
      }
    }
    return false;
  }
}
