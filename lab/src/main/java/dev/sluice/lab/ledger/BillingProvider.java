package dev.sluice.lab.ledger;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A provider that bills each chat by the name that its message holds: `call-17` writes 18 tokens.
final class BillingProvider implements AutoCloseable {
  /// The input tokens of each chat.
  static final int INPUT = 7;

  private static final long INPUT_NANOS = 1_000;
  private static final long OUTPUT_NANOS = 10_000;
  private static final int MOST_WRITTEN = 50;
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");
  private static final Pattern NAME = Pattern.compile("call-(\\d+)");

  private final ServerSocket socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  private final Map<String, Integer> billed = new ConcurrentHashMap<>();

  BillingProvider() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /// The tokens that each call has written, by its name.
  Map<String, Integer> billed() {
    return Map.copyOf(billed);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // It is closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new BufferedInputStream(client.getInputStream());
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        Matcher length = LENGTH.matcher(head);
        int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
        String answer = answer(new String(in.readNBytes(bytes), StandardCharsets.UTF_8));
        client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException _) {
      // The gateway was killed.
    }
  }

  /// Up to the empty line; empty where the gateway has left.
  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private String answer(String request) {
    Matcher name = NAME.matcher(request);
    String body = name.find() ? bill(name) : "{\"object\":\"list\",\"data\":[]}";
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
        .formatted(body.length(), body);
  }

  private String bill(Matcher name) {
    int written = written(Long.parseLong(name.group(1)));
    billed.merge(name.group(), written, Integer::sum);
    return """
    {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
    "message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],\
    "usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}}\
    """
        .formatted(INPUT, written, INPUT + written);
  }

  /// Returns what a chat costs, in nano-dollars, by the prices that [LedgerLab#rest] has.
  static long nanos(int written) {
    return INPUT * INPUT_NANOS + written * OUTPUT_NANOS;
  }

  private static int written(long number) {
    return (int) (number % MOST_WRITTEN) + 1;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
