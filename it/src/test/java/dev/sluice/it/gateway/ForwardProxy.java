package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A forward proxy on 127.0.0.1 that asks nobody who it is for: it opens any connection, and takes
/// each name for this machine. It can be told to misbehave.
final class ForwardProxy implements AutoCloseable {
  private static final String CONSENT = "HTTP/1.1 200 Connection established\r\n\r\n";

  private final ServerSocket listener;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<Socket, Boolean> open = new ConcurrentHashMap<>();
  private volatile Manner manner = Manner.RELAYS;

  /// What the proxy does to a CONNECT.
  enum Manner {
    RELAYS,
    /// Opens connections for `gate:secret` alone.
    WANTS_LOGIN,
    FORBIDS,
    CANNOT_CONNECT,
    HANGS,
    CUTS,
    ANSWERS_HTML
  }

  ForwardProxy() throws IOException {
    listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void behave(Manner other) {
    manner = other;
  }

  /// The heads of all CONNECTs so far.
  List<String> asked() {
    return asked;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.put(client, true);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      asked.add(head);
      String login = "proxy-authorization: Basic Z2F0ZTpzZWNyZXQ=\r\n";
      switch (manner) {
        case RELAYS -> relay(client, head);
        case WANTS_LOGIN -> {
          if (head.contains(login)) {
            relay(client, head);
          } else {
            answer(client, "407 Proxy Authentication Required");
          }
        }
        case FORBIDS -> answer(client, "403 Forbidden");
        case CANNOT_CONNECT -> answer(client, "502 Bad Gateway");
        case HANGS -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
        case CUTS -> {}
        case ANSWERS_HTML -> answer(client, "200 OK");
      }
    } catch (IOException e) {
      // The gateway looks at what has ended.
    } finally {
      open.remove(client);
    }
  }

  private static void answer(Socket client, String status) throws IOException {
    String page = "<html>" + status + "</html>";
    write(
        client,
        "HTTP/1.1 %s\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n%s"
            .formatted(status, page.length(), page));
  }

  private void relay(Socket client, String head) throws IOException {
    int port = Integer.parseInt(head.replaceFirst("(?s)CONNECT \\S+:(\\d+) .*", "$1"));
    try (Socket to = new Socket(InetAddress.getLoopbackAddress(), port)) {
      open.put(to, true);
      write(client, CONSENT);
      Thread.ofVirtual().start(() -> copy(client, to));
      copy(to, client);
      open.remove(to);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One side has ended.
    }
  }

  private static void write(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("no head");
      }
      head.append((char) b);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open.keySet()) {
      socket.close();
    }
  }
}
