package dev.sluice.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.config.provider.Origin;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/// A server made by hand on 127.0.0.1: every byte it sends, and when, is the test's own.
public final class FakeServer implements AutoCloseable {
  /// What one connection does; it is closed when this returns.
  public interface Script {
    void serve(Peer peer) throws Exception;
  }

  private final ServerSocket listener;
  private final Script script;
  private final List<Peer> peers = new CopyOnWriteArrayList<>();
  private final List<Throwable> bugs = new CopyOnWriteArrayList<>();

  private FakeServer(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
    Thread.ofPlatform().daemon().name("fake-server").start(this::accept);
  }

  public static FakeServer start(Script script) throws IOException {
    return start(ServerSocketFactory.getDefault(), script);
  }

  public static FakeServer start(ServerSocketFactory sockets, Script script) throws IOException {
    return new FakeServer(
        sockets.createServerSocket(0, 256, InetAddress.getLoopbackAddress()), script);
  }

  /// One that sends `answer` to every request and keeps the connection.
  public static FakeServer answering(String answer) throws IOException {
    return start(
        peer -> {
          while (!peer.request().isEmpty()) {
            peer.write(answer);
          }
        });
  }

  public int port() {
    return listener.getLocalPort();
  }

  public Origin origin() {
    return new Origin(false, "127.0.0.1", port(), true);
  }

  /// Every connection so far.
  public List<Peer> peers() {
    return peers;
  }

  /// The first connection that has asked for something; a stranger on the same port may have come
  /// too.
  public Peer served() {
    return peers.stream().filter(peer -> !peer.requests().isEmpty()).findFirst().orElseThrow();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Peer peer : peers) {
      peer.close();
    }
    if (!bugs.isEmpty()) {
      throw new AssertionError("a script failed", bugs.getFirst());
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Peer peer = new Peer(listener.accept());
        peers.add(peer);
        Thread.ofVirtual().start(() -> run(peer));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void run(Peer peer) {
    try (peer) {
      script.serve(peer);
    } catch (IOException e) {
      // The other side is gone; tests look at that from there.
    } catch (Throwable e) {
      bugs.add(e);
    }
  }

  /// One connection, from the server's side.
  public static final class Peer implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }

    /// The requests so far, as they came on the wire.
    public List<String> requests() {
      return requests;
    }

    /// Reads one request; empty when the client has closed.
    public String request() throws IOException {
      StringBuilder text = new StringBuilder();
      while (!text.toString().endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          return "";
        }
        text.append((char) b);
      }
      String head = text.toString();
      int at = head.indexOf("content-length: ");
      int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
      String request = head + new String(in.readNBytes(length), ISO_8859_1);
      requests.add(request);
      return request;
    }

    public void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1)); // not buffered
    }

    /// Waits until the client closes or resets.
    public void awaitClose() throws IOException {
      while (in.read() >= 0) {
        // What it still sends is of no interest.
      }
    }

    /// Breaks the connection.
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    public Socket socket() {
      return socket;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
