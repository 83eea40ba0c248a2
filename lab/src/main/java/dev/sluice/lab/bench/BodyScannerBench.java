package dev.sluice.lab.bench;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.internal.provider.json.JsonUtf8;
import dev.sluice.internal.provider.openai.request.InvalidRequest;
import dev.sluice.internal.provider.openai.request.RequestScanner;
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

/// The cost of finding a request's facts, by size and by kind of text.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class BodyScannerBench {
  @Param({"1024", "32768"})
  public int size;

  @Param({"prose", "code", "japanese"})
  public String text = "prose";

  private byte[] body = {};

  @Setup
  public void makeBody() {
    String piece =
        switch (text) {
          case "code" -> "if (a == \\\"b\\\") {\\n\\treturn x;\\n}\\n";
          case "japanese" -> "吾輩は猫である。名前はまだ無い。";
          default -> "The quick brown fox jumps over the lazy dog. ";
        };
    StringBuilder made = new StringBuilder("{\"messages\":[");
    while (made.length() < size - 150) {
      made.append("{\"role\":\"user\",\"content\":\"")
          .append(piece.repeat(Math.max(1, Math.min(40, (size - 150) / piece.length()))))
          .append("\"},");
    }
    made.setLength(made.length() - 1);
    made.append("],\"stream\":true,\"max_tokens\":64,\"model\":\"gpt-5-mini\"}");
    body = made.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public RequestFacts scan() throws InvalidRequest {
    return RequestScanner.scan(Operation.CHAT, body, 0, body.length);
  }

  /// The validation alone.
  @Benchmark
  public int validate() {
    return JsonUtf8.firstInvalid(body, 0, body.length);
  }
}
