package dev.sluice.lab.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A real Redis in a process of its own, and one connection to it that speaks plain RESP. For one
/// thread.
public final class RedisProcess implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(10);
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final Child child;
  private final int port;
  private Socket socket;
  private InputStream in;

  /// Starts one.
  ///
  /// @param folder for what it writes
  /// @param options of its command line, such as `--maxclients 4`, each word by itself
  public RedisProcess(int port, Path folder, List<String> options)
      throws IOException, InterruptedException {
    this("redis-server", port, folder, options);
  }

  /// Starts one by another program, such as `valkey-server`.
  public RedisProcess(String program, int port, Path folder, List<String> options)
      throws IOException, InterruptedException {
    this.port = port;
    child = Child.start(command(program, port, folder, options));
    child.awaitListening(new InetSocketAddress(HERE, port), STARTS_WITHIN);
    socket = new Socket(HERE, port);
    in = new BufferedInputStream(socket.getInputStream());
  }

  private static List<String> command(String program, int port, Path folder, List<String> options) {
    var command = new ArrayList<String>(List.of(program, "--port", String.valueOf(port)));
    command.addAll(List.of("--bind", HERE.getHostAddress(), "--dir", folder.toString()));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    command.addAll(options);
    return command;
  }

  public int port() {
    return port;
  }

  /// Sends it a signal, such as `STOP`.
  public void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(child.pid()));
    int _ = kill.start().waitFor();
  }

  /// Sends a command, and returns the strings of its answer, one after another. An error of Redis
  /// is thrown with its message.
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
      return answer(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Asks, over another connection where the old one was closed, as a primary does that steps down.
  private List<String> answer(ByteArrayOutputStream question) throws IOException {
    try {
      question.writeTo(socket.getOutputStream());
      return reply();
    } catch (IOException closed) {
      socket.close();
      socket = new Socket(HERE, port);
      in = new BufferedInputStream(socket.getInputStream());
      question.writeTo(socket.getOutputStream());
      return reply();
    }
  }

  private List<String> reply() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> List.of(rest);
      case '-' -> throw new IllegalStateException(rest);
      case '$' -> List.of(bulk(Integer.parseInt(rest)));
      case '*' -> array(Integer.parseInt(rest));
      default -> throw new IllegalStateException("a reply that begins with " + line);
    };
  }

  private List<String> array(int length) throws IOException {
    var all = new ArrayList<String>();
    for (int i = 0; i < length; i++) {
      all.addAll(reply());
    }
    return all;
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
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // The process ends anyhow.
    }
    child.close();
  }
}
