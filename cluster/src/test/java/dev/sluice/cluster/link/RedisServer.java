package dev.sluice.cluster.link;

import dev.sluice.cluster.link.RedisAddress.Form;
import dev.sluice.cluster.link.RedisAddress.Host;
import dev.sluice.cluster.link.RedisAddress.Login;
import dev.sluice.cluster.link.RedisAddress.Place;
import dev.sluice.cluster.link.RedisAddress.Tls;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A Redis in a process of its own, and one connection to it that speaks plain RESP.
public final class RedisServer implements AutoCloseable {
  private static final int STARTS = 5;

  private final Process process;
  private final int port;
  private final Socket socket;
  private final InputStream in;

  /// A process and the first connection to it.
  private record Started(Process process, int port, Socket socket) {}

  /// Starts one on a free port.
  ///
  /// @param folder for its log
  public RedisServer(Path folder, String... options) throws IOException, InterruptedException {
    this(startAnywhere(folder, options));
  }

  /// Starts one on a port.
  public RedisServer(int port, Path folder, String... options)
      throws IOException, InterruptedException {
    this(start(port, folder, options));
  }

  private RedisServer(Started started) throws IOException {
    process = started.process();
    port = started.port();
    socket = started.socket();
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// A port that was free may be taken by the time at which the server wants it, and so may the one
  /// that nodes of a Redis Cluster have for each other.
  private static Started startAnywhere(Path folder, String... options)
      throws IOException, InterruptedException {
    for (int i = 1; ; i++) {
      try {
        return start(free(), folder, options);
      } catch (IOException e) {
        if (i == STARTS) {
          throw e;
        }
      }
    }
  }

  private static Started start(int port, Path folder, String... options)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(port, folder, options))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("redis.log").toFile()))
            .start();
    return new Started(process, port, connect(process, port));
  }

  private static List<String> command(int port, Path folder, String... options) {
    var command =
        new ArrayList<String>(
            List.of(
                "redis-server",
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString()));
    command.addAll(List.of(options));
    return command;
  }

  /// Returns a port that is free now.
  public static int free() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  /// Has the port of this server, which has ended, so that nobody else does until another one is
  /// started there. Nobody listens at it.
  public Socket keepPort() throws IOException {
    var kept = new Socket();
    kept.setReuseAddress(true);
    kept.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return kept;
  }

  /// Returns its address for a user.
  public RedisAddress address(Login login) {
    return address(login, 0);
  }

  /// Returns the address of one of its databases for a user.
  RedisAddress address(Login login, int database) {
    var place = new Place(Form.SINGLE, List.of(new Host("127.0.0.1", port)), database, "");
    return new RedisAddress(place, Tls.OFF, login, Login.NONE);
  }

  private static Socket connect(Process process, int port)
      throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      try {
        return connectTo(process, port);
      } catch (IOException e) {
        if (i == 3_000 || !process.isAlive()) {
          process.destroyForcibly();
          throw e;
        }
        Thread.sleep(10);
      }
    }
  }

  /// Fails also where another process listens there.
  private static Socket connectTo(Process process, int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    if (!process.isAlive()) {
      socket.close();
      throw new IOException("redis-server has ended, and another process listens at " + port);
    }
    return socket;
  }

  /// Sends a command. An error of Redis is thrown with its message.
  public List<String> command(String... words) {
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

  /// Stops it where it is, so that it hangs.
  public void hang() throws IOException, InterruptedException {
    signal("STOP");
  }

  /// Lets it go on.
  public void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /// Kills it.
  public void kill() {
    process.destroyForcibly();
  }

  /// Kills it, and waits for its end.
  @Override
  public void close() throws IOException {
    socket.close();
    kill();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
