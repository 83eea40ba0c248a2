package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// A provider of Anthropic's dialect that answers by scripts, and keeps what it was asked. It has
/// many names: the first part of the path, which chooses the script. A connection serves one call.
final class MessagesProvider implements AutoCloseable {
  private static final String LENGTH = "content-length:";

  /// The way to answer.
  @FunctionalInterface
  interface Script {
    /// Answers one call; the connection ends when it returns.
    void answer(MessagesCall call) throws IOException;
  }

  private final ServerSocket listener;
  private final Function<String, Script> scripts;
  private final Map<String, Queue<MessagesCall>> calls = new ConcurrentHashMap<>();

  /// @param scripts the script of a name
  MessagesProvider(Function<String, Script> scripts) throws IOException {
    this.scripts = scripts;
    listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /// A line of a configuration's providers, for one of its names.
  String line(String name) {
    return line(name, listener.getLocalPort());
  }

  /// The same at another port.
  static String line(String name, int port) {
    return "  %s: {type: anthropic, api: messages, url: \"http://127.0.0.1:%d/%s\", key: sk-own-provider-key, allow_private: true}\n"
        .formatted(name, port, name);
  }

  /// What was asked by this name, in this order.
  List<MessagesCall> calls(String name) {
    return new ArrayList<>(calls.getOrDefault(name, new ConcurrentLinkedQueue<>()));
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String head = head(in);
      if (head.startsWith("POST /")) {
        var call = new MessagesCall(socket, head, in.readNBytes(length(head)));
        String name = head.substring("POST /".length(), head.indexOf('/', "POST /".length()));
        calls.computeIfAbsent(name, _ -> new ConcurrentLinkedQueue<>()).add(call);
        scripts.apply(name).answer(call);
      } else if (!head.isEmpty()) {
        new MessagesCall(socket, head, new byte[0]).error(404, MessagesText.error("x", "no list"));
      }
    } catch (IOException left) {
      // The gateway has gone.
    }
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(LENGTH))
        .mapToInt(line -> Integer.parseInt(line.substring(LENGTH.length()).strip()))
        .sum();
  }

  /// Up to the blank line; empty if there is none.
  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.write(b);
    }
    return head.toString(ISO_8859_1);
  }
}
