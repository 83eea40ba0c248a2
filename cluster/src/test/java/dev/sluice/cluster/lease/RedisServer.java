package dev.sluice.cluster.lease;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A Redis in a process of its own, and one connection to it that speaks plain RESP.
final class RedisServer implements AutoCloseable {
  private final Process process;
  private final Socket socket;
  private final InputStream in;

  RedisServer(Path folder) throws IOException, InterruptedException {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    process =
        new ProcessBuilder(
                "redis-server", "--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", "",
                "--appendonly", "no", "--dir", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("redis.log").toFile())
            .start();
    socket = connect(port);
    in = new BufferedInputStream(socket.getInputStream());
  }

  private Socket connect(int port) throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      try {
        return new Socket("127.0.0.1", port);
      } catch (IOException e) {
        if (i == 500 || !process.isAlive()) {
          throw e;
        }
        Thread.sleep(10);
      }
    }
  }

  /// Sends a command. An error of Redis is thrown with its message.
  List<String> command(String... words) {
    try {
      var out = new ByteArrayOutputStream();
      out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
      for (String word : words) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(bytes);
        out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
      }
      OutputStream to = socket.getOutputStream();
      out.writeTo(to);
      to.flush();
      return reply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> reply() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> List.of(rest);
      case '-' -> throw new IllegalStateException(rest);
      case '$' -> List.of(bulk(Integer.parseInt(rest)));
      case '*' -> {
        var all = new ArrayList<String>();
        for (int i = 0; i < Integer.parseInt(rest); i++) {
          all.addAll(reply());
        }
        yield all;
      }
      default -> throw new IllegalStateException("a reply that begins with " + line);
    };
  }

  private String bulk(int length) throws IOException {
    if (length < 0) {
      return "";
    }
    String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    line();
    return text;
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("Redis has closed the connection");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    process.destroyForcibly();
  }
}
