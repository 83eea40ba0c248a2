package dev.sluice.it.differential;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An HTTP server that answers as the shapes of a corpus say, and keeps what it was asked. The path
/// of a request begins with the client and the case, so that cases do not meet: `/through/`, the
/// client, the case, then the provider's own path. Safe for any thread.
final class ScriptedUpstream implements AutoCloseable {
  private static final String NOT_IN_SCRIPT = "{\"error\":{\"message\":\"not in the script\"}}";

  private final Map<String, List<Reply>> script;
  private final Map<String, List<Received>> received = new ConcurrentHashMap<>();
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// @param script the replies by the name of a case
  ScriptedUpstream(Map<String, List<Reply>> script) throws IOException {
    this.script = Map.copyOf(script);
    this.server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /// The base URL of one side of a case.
  String url(String side, String client, String name) {
    String root = "http://127.0.0.1:" + server.getLocalPort();
    return String.join("/", root, side, client, name, "v1");
  }

  /// What was asked there, in this order.
  List<Received> received(String side, String client, String name) {
    return List.copyOf(kept(String.join("/", "", side, client, name)));
  }

  private List<Received> kept(String prefix) {
    return received.computeIfAbsent(prefix, _ -> Collections.synchronizedList(new ArrayList<>()));
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// A client that leaves ends its connection, which is no fault.
  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
      boolean open = true;
      for (var request = Received.read(in); open && request.isPresent(); ) {
        open = answer(request.get(), socket.getOutputStream());
        request = open ? Received.read(in) : Optional.empty();
      }
    } catch (IOException _) {
      return;
    }
  }

  private boolean answer(Received request, OutputStream out) throws IOException {
    String name = request.prefix().substring(request.prefix().lastIndexOf('/') + 1);
    List<Received> before = kept(request.prefix());
    Optional<Reply> reply =
        script.getOrDefault(name, List.of()).stream()
            .filter(one -> one.fits(request))
            .filter(one -> before.stream().filter(one::fits).count() < one.times())
            .findFirst();
    before.add(request);
    if (reply.isEmpty()) {
      write(out, 404, Map.of("content-type", "application/json"), NOT_IN_SCRIPT.getBytes(US_ASCII));
      return true;
    }
    JsonNode answer = reply.get().answer(request);
    send(answer, Reply.parts(answer, request), out);
    return !answer.path("cut").asBoolean();
  }

  private static void send(JsonNode answer, List<byte[]> parts, OutputStream out)
      throws IOException {
    Map<String, String> headers = new TreeMap<>();
    boolean stream = answer.has("events");
    headers.put("content-type", stream ? "text/event-stream" : "application/json");
    answer
        .path("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    int status = answer.path("status").asInt(200);
    if (!stream) {
      write(out, status, headers, parts.getFirst());
      return;
    }
    headers.put("transfer-encoding", "chunked");
    out.write(head(status, headers));
    for (byte[] part : parts) {
      out.write(chunk(part));
      out.flush();
    }
    if (!answer.path("cut").asBoolean()) {
      out.write("0\r\n\r\n".getBytes(US_ASCII));
    }
    out.flush();
  }

  private static void write(OutputStream out, int status, Map<String, String> headers, byte[] body)
      throws IOException {
    Map<String, String> all = new TreeMap<>(headers);
    all.put("content-length", Integer.toString(body.length));
    out.write(head(status, all));
    out.write(body);
    out.flush();
  }

  private static byte[] head(int status, Map<String, String> headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head.append("\r\n").toString().getBytes(US_ASCII);
  }

  private static byte[] chunk(byte[] part) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.write(HexFormat.of().toHexDigits(part.length).getBytes(US_ASCII));
    chunk.write("\r\n".getBytes(US_ASCII));
    chunk.write(part);
    chunk.write("\r\n".getBytes(US_ASCII));
    return chunk.toByteArray();
  }

  @Override
  public void close() {
    try (threads) {
      server.close();
      threads.shutdownNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
