package dev.sluice.lab.ledger;

import dev.sluice.lab.wire.LoopbackServer;
import dev.sluice.lab.wire.WireRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
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
  private static final Pattern NAME = Pattern.compile("call-(\\d+)");

  private final Map<String, Integer> billed = new ConcurrentHashMap<>();
  private final LoopbackServer server = new LoopbackServer(0, this::serve);

  BillingProvider() throws IOException {}

  int port() {
    return server.port();
  }

  /// The tokens that each call has written, by its name.
  Map<String, Integer> billed() {
    return Map.copyOf(billed);
  }

  private void serve(Socket client) throws IOException {
    var in = new BufferedInputStream(client.getInputStream());
    while (true) {
      byte[] body = WireRequest.read(in, Integer.MAX_VALUE).body();
      String answer = answer(new String(body, StandardCharsets.UTF_8));
      client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    }
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
    server.close();
  }
}
