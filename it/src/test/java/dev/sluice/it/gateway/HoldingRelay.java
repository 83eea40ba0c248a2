package dev.sluice.it.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// Stands before a provider, which has its calls at once, and holds what that answers until all
/// calls that a test needs at the same time are under way. Answers to a GET, such as a list of
/// models, are not held. Safe for any thread.
final class HoldingRelay implements AutoCloseable {
  private static final int PART = 64 * 1024;

  private final ServerSocket listener;
  private final int provider;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch held = new CountDownLatch(1);

  /// Holds answers from the beginning.
  ///
  /// @param provider its port on 127.0.0.1
  HoldingRelay(int provider) throws IOException {
    this.provider = provider;
    listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Lets all answers through, those that come later, too.
  void release() {
    held.countDown();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket gateway = listener.accept();
        Thread.ofVirtual().start(() -> serve(gateway));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket gateway) {
    try (gateway;
        Socket to = new Socket(InetAddress.getLoopbackAddress(), provider)) {
      gateway.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
      open.add(gateway);
      open.add(to);
      var call = new AtomicBoolean();
      Thread.ofVirtual().start(() -> ask(gateway, to, call));
      answer(to, gateway, call);
    } catch (IOException ended) {
      // The gateway looks at what has ended.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A gateway that has gone takes the provider's connection with it.
  private static void ask(Socket gateway, Socket to, AtomicBoolean call) {
    try (to) {
      byte[] part = new byte[PART];
      InputStream in = gateway.getInputStream();
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        if (part[0] == 'G' || part[0] == 'P') {
          call.set(part[0] == 'P');
        }
        to.getOutputStream().write(part, 0, n);
      }
    } catch (IOException ended) {
      // The other direction ends with it.
    }
  }

  private void answer(Socket from, Socket gateway, AtomicBoolean call)
      throws IOException, InterruptedException {
    byte[] part = new byte[PART];
    InputStream in = from.getInputStream();
    OutputStream out = gateway.getOutputStream();
    for (int n = in.read(part); n >= 0; n = in.read(part)) {
      if (call.get()) {
        held.await();
      }
      out.write(part, 0, n);
    }
  }

  @Override
  public void close() throws IOException {
    release();
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
