package dev.sluice.lab.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.EventTranslator;
import dev.sluice.dialect.Translated;
import dev.sluice.dialect.Translation;
import dev.sluice.dialect.Translation.RequestResult;
import dev.sluice.dialect.WireDialect;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.ModelTable;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The cost of translation: a KiB of an agent's request (20 tools, 100 turns with a call each), and
/// an event of a stream.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class TranslationBench {
  /// The requests are filled up to this size.
  private static final int KIB = 64;

  private static final String DATA = "data: ";

  private static final int EVENTS = 1000;
  private static final String WORDS =
      "    if (a == \\\"b\\\") {\\n      return other(x, y, z);\\n    }\\n".repeat(6);

  /// The client's dialect and the provider's.
  @Param({
    "ANTHROPIC CHAT",
    "CHAT ANTHROPIC",
    "RESPONSES ANTHROPIC",
    "RESPONSES CHAT",
    "ANTHROPIC RESPONSES",
    "GEMINI ANTHROPIC",
    "GEMINI CHAT",
    "ANTHROPIC GEMINI"
  })
  public String pair = "ANTHROPIC CHAT";

  private WireDialect client = WireDialect.ANTHROPIC;
  private Translation translation = Translation.of(WireDialect.ANTHROPIC, WireDialect.CHAT);
  private static final TargetRules RULES =
      new TargetRules(
          "gpt-4o",
          ModelTable.builtIn().facts("gpt-4o"),
          new Seals("d", "p", "m", "k"),
          0,
          ChatSurface.CURRENT,
          true,
          false);
  private byte[] request = {};
  private List<byte[]> events = List.of();

  @Setup
  public void make() {
    String[] dialects = pair.split(" ", 2);
    client = WireDialect.valueOf(dialects[0]);
    WireDialect provider = WireDialect.valueOf(dialects[1]);
    translation = Translation.of(client, provider);
    request = requestOf(client);
    events = data(streamOf(provider));
  }

  @Benchmark
  @OperationsPerInvocation(KIB)
  public RequestResult kibibyteOfRequest() {
    return ask(translation, client, request);
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int event() {
    return translated(translation, client, events).length;
  }

  /// Returns the translated request for a stream.
  static Translated streamed(WireDialect client, WireDialect provider) {
    return streamed(Translation.of(client, provider), client);
  }

  private static Translated streamed(Translation way, WireDialect client) {
    return (Translated) ask(way, client, small(client));
  }

  private static RequestResult ask(Translation way, WireDialect dialect, byte[] body) {
    return dialect == WireDialect.GEMINI
        ? way.request(body, "m", true, RULES, HeapMeter.unbounded())
        : way.request(body, RULES, HeapMeter.unbounded());
  }

  /// The data of each event of `stream`.
  private static List<byte[]> data(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith(DATA))
        .map(line -> line.substring(DATA.length()).getBytes(UTF_8))
        .toList();
  }

  /// A provider's stream in the words of a client, whose answer comes in parts.
  private byte[] translated(Translation way, WireDialect to, List<byte[]> from) {
    EventTranslator translator = streamed(way, to).events(0, HeapMeter.unbounded());
    var out = new ByteArrayOutputStream();
    for (byte[] event : from) {
      translator.event(null, event, event.length);
      out.writeBytes(translator.take());
    }
    out.writeBytes(translator.end());
    return out.toByteArray();
  }

  /// Returns the request of Anthropic's dialect, in the words of `dialect`.
  private byte[] requestOf(WireDialect dialect) {
    byte[] request = anthropicRequest().getBytes(UTF_8);
    return dialect == WireDialect.ANTHROPIC
        ? request
        : ((Translated)
                Translation.of(WireDialect.ANTHROPIC, dialect)
                    .request(request, RULES, HeapMeter.unbounded()))
            .body();
  }

  /// Returns the stream of Anthropic's dialect, in the words of `dialect`.
  private String streamOf(WireDialect dialect) {
    String stream = anthropicStream();
    return dialect == WireDialect.ANTHROPIC
        ? stream
        : new String(
            translated(Translation.of(dialect, WireDialect.ANTHROPIC), dialect, data(stream)),
            UTF_8);
  }

  /// Returns a small request for a stream.
  private static byte[] small(WireDialect dialect) {
    String user = "[{\"role\":\"user\",\"content\":\"u\"}]";
    String body =
        switch (dialect) {
          case ANTHROPIC, CHAT -> "\"max_tokens\":9,\"messages\":" + user;
          case RESPONSES -> "\"input\":" + user;
          case GEMINI -> "\"contents\":[{\"parts\":[{\"text\":\"u\"}]}]";
        };
    return ("{\"model\":\"m\",\"stream\":true," + body + "}").getBytes(UTF_8);
  }

  private String anthropicRequest() {
    var body = new StringBuilder("{\"model\":\"m\",\"max_tokens\":64,\"tools\":[");
    for (int i = 0; i < 20; i++) {
      body.append(i == 0 ? "" : ",").append("{\"name\":\"t").append(i);
      body.append("\",\"description\":\"").append(WORDS).append("\",\"input_schema\":");
      body.append("{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}}");
    }
    body.append("],\"messages\":[{\"role\":\"user\",\"content\":\"u\"}");
    for (int i = 0; body.length() < KIB * 1024; i++) {
      String id = "toolu_" + i;
      body.append(",{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"")
          .append(id);
      body.append(
          "\",\"name\":\"t1\",\"input\":{\"path\":\"/a\"}}]},{\"role\":\"user\",\"content\":[");
      body.append("{\"type\":\"tool_result\",\"tool_use_id\":\"").append(id);
      body.append("\",\"content\":\"").append(WORDS).append("\"}]}");
    }
    return body.append("]}").toString();
  }

  private static String anthropicStream() {
    String delta =
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
            + "\"delta\":{\"type\":\"text_delta\",\"text\":\" token\"}}\n\n";
    return "data: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\"}}\n\n"
        + "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
        + "{\"type\":\"text\",\"text\":\"\"}}\n\n"
        + delta.repeat(EVENTS)
        + "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
        + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"
        + "data: {\"type\":\"message_stop\"}\n\n";
  }
}
