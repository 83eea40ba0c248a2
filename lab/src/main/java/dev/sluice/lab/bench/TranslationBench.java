package dev.sluice.lab.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.internal.dialect.EventTranslator;
import dev.sluice.internal.dialect.Translated;
import dev.sluice.internal.dialect.Translation;
import dev.sluice.internal.dialect.Translation.RequestResult;
import dev.sluice.internal.dialect.WireDialect;
import dev.sluice.internal.dialect.model.ModelTable;
import dev.sluice.internal.dialect.rule.TargetRules;
import dev.sluice.internal.dialect.rule.TargetRules.ChatSurface;
import dev.sluice.internal.dialect.seal.Seals;
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

  private static final int EVENTS = 1000;
  private static final String WORDS =
      "    if (a == \\\"b\\\") {\\n      return other(x, y, z);\\n    }\\n".repeat(6);

  @Param({"ANTHROPIC", "CHAT"})
  public WireDialect client = WireDialect.ANTHROPIC;

  private Translation translation = Translation.of(WireDialect.ANTHROPIC, WireDialect.CHAT);
  private final TargetRules rules =
      new TargetRules(
          "gpt-4o",
          ModelTable.builtIn().facts("gpt-4o"),
          new Seals("d", "p", "m", "k"),
          0,
          ChatSurface.CURRENT,
          true,
          false);
  private byte[] request = {};
  private byte[] stream = {};

  @Setup
  public void make() {
    boolean anthropic = client == WireDialect.ANTHROPIC;
    WireDialect provider = anthropic ? WireDialect.CHAT : WireDialect.ANTHROPIC;
    translation = Translation.of(client, provider);
    request = (anthropic ? anthropicRequest() : chatRequest()).getBytes(UTF_8);
    stream = (anthropic ? chatStream() : anthropicStream()).getBytes(UTF_8);
  }

  @Benchmark
  @OperationsPerInvocation(KIB)
  public RequestResult kibibyteOfRequest() {
    return translation.request(request, rules);
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int event() {
    EventTranslator events = ((Translated) translation.request(small(), rules)).events(0);
    int size = 0;
    for (int from = 0; from < stream.length; from += KIB) {
      size += events.feed(stream, from, Math.min(stream.length, from + KIB)).length;
    }
    return size + events.end().length;
  }

  private byte[] small() {
    return "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"u\"}]}"
        .getBytes(UTF_8);
  }

  private String anthropicRequest() {
    var made = new StringBuilder("{\"model\":\"m\",\"max_tokens\":64,\"tools\":[");
    for (int i = 0; i < 20; i++) {
      made.append(i == 0 ? "" : ",").append("{\"name\":\"t").append(i);
      made.append("\",\"description\":\"").append(WORDS).append("\",\"input_schema\":");
      made.append("{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}}");
    }
    made.append("],\"messages\":[{\"role\":\"user\",\"content\":\"u\"}");
    for (int i = 0; made.length() < KIB * 1024; i++) {
      String id = "toolu_" + i;
      made.append(",{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"")
          .append(id);
      made.append(
          "\",\"name\":\"t1\",\"input\":{\"path\":\"/a\"}}]},{\"role\":\"user\",\"content\":[");
      made.append("{\"type\":\"tool_result\",\"tool_use_id\":\"").append(id);
      made.append("\",\"content\":\"").append(WORDS).append("\"}]}");
    }
    return made.append("]}").toString();
  }

  private String chatRequest() {
    var made = new StringBuilder("{\"model\":\"m\",\"tools\":[");
    for (int i = 0; i < 20; i++) {
      made.append(i == 0 ? "" : ",").append("{\"type\":\"function\",\"function\":{\"name\":\"t");
      made.append(i).append("\",\"description\":\"").append(WORDS).append("\",\"parameters\":");
      made.append("{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}}}");
    }
    made.append("],\"messages\":[{\"role\":\"user\",\"content\":\"u\"}");
    for (int i = 0; made.length() < KIB * 1024; i++) {
      String id = "call_" + i;
      made.append(",{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"")
          .append(id);
      made.append("\",\"type\":\"function\",\"function\":{\"name\":\"t1\",\"arguments\":");
      made.append("\"{\\\"path\\\":\\\"/a\\\"}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"");
      made.append(id).append("\",\"content\":\"").append(WORDS).append("\"}");
    }
    return made.append("]}").toString();
  }

  private static String chatStream() {
    String head =
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            + "\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,\"delta\":";
    return (head + "{\"content\":\" token\"},\"finish_reason\":null}]}\n\n").repeat(EVENTS)
        + head
        + "{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
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
