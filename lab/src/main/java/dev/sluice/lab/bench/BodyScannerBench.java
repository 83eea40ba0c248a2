package dev.sluice.lab.bench;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The cost of finding a request's facts, by size and by kind of text; whole, and in the pieces in
/// which a socket gives it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class BodyScannerBench {
  private static final int PIECE = 16 * 1024;
  private static final String TOOL =
      """
      {"type":"function","function":{"name":"read_file","description":"Reads a file","parameters":\
      {"type":"object","properties":{"path":{"type":"string"},"limit":{"type":"integer"}},\
      "required":["path"],"additionalProperties":false}}},"""
          .stripIndent();

  @Param({"1024", "32768", "524288"})
  public int size;

  @Param({"prose", "code", "japanese", "tools", "tokens"})
  public String text = "prose";

  private byte[] body = {};

  @Setup
  public void makeBody() {
    StringBuilder made = new StringBuilder("{\"stream\":true,\"max_tokens\":64,\"messages\":[");
    String part =
        switch (text) {
          case "tools" -> TOOL;
          case "tokens" -> "[100257,17,4513,-1,20000],";
          default -> message((size - 150) / 2);
        };
    while (made.length() < size - 150) {
      made.append(part);
    }
    made.setCharAt(made.length() - 1, ']');
    made.append(",\"model\":\"gpt-5-mini\"}");
    body = made.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String message(int length) {
    String piece =
        switch (text) {
          case "code" -> "    if (a == \\\"b\\\") {\\n      return other(x, y, z);\\n    }\\n";
          case "japanese" -> "吾輩は猫である。名前はまだ無い。";
          default -> "The quick brown fox jumps over the lazy dog. ";
        };
    String content = piece.repeat(Math.max(1, Math.min(40, length / piece.length())));
    return "{\"role\":\"user\",\"content\":\"" + content + "\"},";
  }

  @Benchmark
  public RequestFacts scan() throws InvalidRequest {
    return RequestScanner.scan(Operation.CHAT, body, 0, body.length);
  }

  @Benchmark
  public RequestFacts pieces() throws InvalidRequest {
    var scanner = new RequestScanner(Operation.CHAT);
    for (int from = 0; from < body.length; from += PIECE) {
      scanner.add(body, from, Math.min(body.length, from + PIECE));
    }
    return scanner.facts();
  }
}
