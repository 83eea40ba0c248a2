package dev.sluice.lab.bench;

import dev.sluice.call.Call;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.DiscardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.dialect.AnswerEvents;
import dev.sluice.dialect.EventTranslator;
import dev.sluice.dialect.Translated;
import dev.sluice.dialect.WireDialect;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.sse.EventScanner;
import dev.sluice.provider.answer.AnswerDialect;
import dev.sluice.provider.answer.AnswerScanner;
import dev.sluice.provider.answer.AnthropicAnswers;
import dev.sluice.provider.answer.Assembly;
import dev.sluice.provider.answer.OpenAiAnswers;
import dev.sluice.provider.answer.UpstreamOptions;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.ErrorTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/// The cost of understanding one streamed event of about 300 bytes of a chat, and of about 130
/// bytes of a message: its bounds alone, and all that the engine needs of it, by how the events
/// arrive, and where they are translated.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class EventScannerBench {
  private static final int EVENTS = 64;
  private static final int EVENTS_A_READ = 16;
  private static final int CUT = 100;
  private static final String CHAT =
      "data:"
          + " {\"id\":\"chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz012\",\"object\":\"chat.completion.chunk\","
          + "\"created\":1764000000,\"model\":\"gpt-5-mini\",\"service_tier\":\"default\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
          + " word\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null,\"obfuscation\":\"aB3dE5fG\"}\n\n";
  private static final String MESSAGE =
      "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
          + "\"delta\":{\"type\":\"text_delta\",\"text\":\" word\"}}\n\n";
  private static final String MESSAGE_OPENING =
      "data: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\"}}\n\n"
          + "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
          + "{\"type\":\"text\",\"text\":\"\"}}\n\n";
  private static final Classifier CLASSIFIER = new Classifier(ErrorTable.OPENAI);
  private static final Head HEAD = new Head(200, Map.of("content-type", "text/event-stream"));

  @Param({"CHAT", "MESSAGES"})
  public Operation operation = Operation.CHAT;

  private byte[] bytes = {};
  private ByteBuf opening = Unpooled.EMPTY_BUFFER;
  private ByteBuf one = Unpooled.EMPTY_BUFFER;
  private ByteBuf many = Unpooled.EMPTY_BUFFER;
  private ByteBuf begin = Unpooled.EMPTY_BUFFER;
  private ByteBuf rest = Unpooled.EMPTY_BUFFER;
  private Call call = BenchCall.of("bench", Operation.CHAT, "m");
  private Translated translated =
      TranslationBench.streamed(WireDialect.ANTHROPIC, WireDialect.CHAT);

  @Setup
  public void make() {
    String event = operation == Operation.CHAT ? CHAT : MESSAGE;
    bytes = event.repeat(EVENTS).getBytes(StandardCharsets.UTF_8);
    one = direct(event);
    many = direct(event.repeat(EVENTS_A_READ));
    begin = direct(event.substring(0, CUT));
    rest = direct(event.substring(CUT));
    call = BenchCall.of("bench", operation, "m");
    boolean chat = operation == Operation.CHAT;
    opening = direct(chat ? "" : MESSAGE_OPENING);
    translated =
        chat
            ? TranslationBench.streamed(WireDialect.ANTHROPIC, WireDialect.CHAT)
            : TranslationBench.streamed(WireDialect.CHAT, WireDialect.ANTHROPIC);
  }

  private static ByteBuf direct(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
  }

  /// Finds the bounds of the events alone.
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long bounds() {
    CountingListener listener = new CountingListener();
    new EventScanner(listener).feed(bytes, 0, bytes.length);
    return listener.counted();
  }

  /// Reads each event in a read of its own, as from a model that speaks.
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long an_event_a_read() {
    return read(EVENTS, one);
  }

  /// Many events a read, as from a model that is ahead of its reader.
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long many_events_a_read() {
    return read(EVENTS / EVENTS_A_READ, many);
  }

  /// Reads each event in two reads.
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long cut_events() {
    return read(EVENTS, begin, rest);
  }

  private long read(int times, ByteBuf... reads) {
    NullSink sink = new NullSink();
    AnswerScanner scanner = scanner(sink);
    for (int i = 0; i < times; i++) {
      for (ByteBuf each : reads) {
        scanner.body(each.retainedDuplicate());
        scanner.flush();
      }
    }
    return sink.bytes();
  }

  /// Reads each event in a read of its own, for a client of another dialect.
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long a_translated_event_a_read() {
    var sink = new TranslatingSink(translated.events(0, HeapMeter.unbounded()));
    AnswerScanner scanner = scanner(sink);
    scanner.body(opening.retainedDuplicate());
    for (int i = 0; i < EVENTS; i++) {
      scanner.body(one.retainedDuplicate());
      scanner.flush();
    }
    return sink.bytes;
  }

  /// Translates events, and counts what comes of them.
  private static final class TranslatingSink extends DiscardingSink implements AnswerEvents {
    private final EventTranslator events;
    private long bytes;

    TranslatingSink(EventTranslator events) {
      this.events = events;
    }

    @Override
    public @Nullable JsonNode parse(byte[] a, int length) {
      return events.parse(a, length);
    }

    @Override
    public void event(@Nullable JsonNode parsed, byte[] a, int length) {
      events.event(parsed, a, length);
    }

    @Override
    public void read() {
      bytes += events.take().length;
    }
  }

  private AnswerScanner scanner(Sink sink) {
    AnswerDialect dialect =
        operation == Operation.CHAT
            ? new OpenAiAnswers(operation, false, Assembly.PLAIN)
            : AnthropicAnswers.of(operation);
    UpstreamOptions ask = UpstreamOptions.asItIs(call);
    var attempt = new AttemptInfo("bench/m", Call.Trace.NONE, Clock.SYSTEM);
    var scanner =
        new AnswerScanner(sink, attempt, call, CLASSIFIER, ask, dialect, true, Reservation.NONE);
    scanner.head(HEAD);
    return scanner;
  }
}
