package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.transport.loop.Loops;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Listeners that take each other's places.
class ListenersTest {
  private final Loops loops = Loops.start(1);
  private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    loops.close();
  }

  private static InetSocketAddress at(String host) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), 0);
  }

  private Listeners open() throws CannotListen {
    return Listeners.open(
        loops.group(), channels(), channels(), at("127.0.0.1"), Optional.of(at("127.0.0.1")));
  }

  private ChannelInitializer<Channel> channels() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        accepted.add(channel);
      }
    };
  }

  @Test
  void nothing_is_accepted_before_it_may_be() throws Exception {
    Listeners listeners = open();
    try (Socket waiting = connect(listeners.clients().address())) {
      // What the loop had to do until now, it has done.
      for (int i = 0; i < 3; i++) {
        loops.group().next().submit(() -> {}).sync();
      }
      assertThat(accepted).isEmpty();
      listeners.accept();
      assertThat(accepted.take().remoteAddress()).isEqualTo(waiting.getLocalSocketAddress());
    }
    close(listeners);
  }

  /// It is served by the configuration that the new listener belongs to.
  @Test
  void who_connects_to_a_new_listener_is_accepted_once_it_takes_its_place() throws Exception {
    Listeners listeners = open();
    listeners.accept();
    InetSocketAddress before = listeners.clients().address();
    Listeners.Change change = listeners.prepare(at("127.0.0.2"), at("127.0.0.1"));
    try (Socket waiting = connect(change.clients().orElseThrow());
        Socket old = connect(before)) {
      assertThat(accepted.take().remoteAddress()).isEqualTo(old.getLocalSocketAddress());
      assertThat(accepted).isEmpty();
      change.take();
      assertThat(accepted.take().remoteAddress()).isEqualTo(waiting.getLocalSocketAddress());
    }
    await().until(() -> refused(before));
    close(listeners);
  }

  @Test
  void what_is_dropped_closes_and_what_was_open_goes_on() throws Exception {
    Listeners listeners = open();
    listeners.accept();
    Listeners.Change change = listeners.prepare(at("127.0.0.2"), at("127.0.0.2"));
    InetSocketAddress dropped = change.clients().orElseThrow();
    change.drop();
    await().until(() -> refused(dropped));
    try (Socket old = connect(listeners.clients().address())) {
      assertThat(accepted.take().remoteAddress()).isEqualTo(old.getLocalSocketAddress());
    }
    close(listeners);
  }

  @Test
  void where_one_cannot_be_opened_the_other_is_closed_again() throws Exception {
    Listeners listeners = open();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var there = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
      assertThatThrownBy(() -> listeners.prepare(at("127.0.0.2"), there))
          .isInstanceOf(CannotListen.class);
    }
    close(listeners);
  }

  private static Socket connect(InetSocketAddress to) throws IOException {
    return new Socket(to.getAddress(), to.getPort());
  }

  private static boolean refused(InetSocketAddress address) {
    try (Socket _ = connect(address)) {
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  private static void close(Listeners listeners) {
    listeners.clients().close();
    listeners.admin().ifPresent(Listener::close);
  }
}
