package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.provider.FakeFeed;
import dev.sluice.provider.ProviderCalls;
import dev.sluice.provider.RecordingSink;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.ErrorTable;
import dev.sluice.testing.Memory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Map;

/// Plays one exchange to a scanner, and keeps account of the buffers.
public final class Exchange {
  public static final Map<String, String> EVENTS = Map.of("content-type", "text/event-stream");
  public static final Map<String, String> JSON = Map.of("content-type", "application/json");

  /// Counts every byte that is not given back, so it needs no detector.
  public final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true, true, true);

  public final RecordingSink sink = new RecordingSink();
  public final FakeFeed feed = new FakeFeed();
  public final Memory memory = new Memory();
  private final Reservation held = memory.reserve(MemoryBudget.Use.ANSWER, SchedulingHints.NOBODY);
  private final AnswerScanner scanner;
  private final Body body;

  public Exchange(Call call) {
    this(call, UpstreamOptions.asItIs(call));
  }

  public Exchange(Call call, UpstreamOptions ask) {
    this(call, ask, Assembly.PLAIN);
  }

  public Exchange(Call call, UpstreamOptions ask, Assembly assembly) {
    this(
        call,
        new Classifier(ErrorTable.OPENAI),
        ask,
        new OpenAiAnswers(call.operation(), ask.usageFor(call), assembly));
  }

  /// @param dialect how the provider's answers are understood
  public Exchange(Call call, Classifier classifier, UpstreamOptions ask, AnswerDialect dialect) {
    scanner = new AnswerScanner(sink, feed.info, call, classifier, ask, dialect, true, held);
    scanner.attach(feed.info);
    body = call.body();
  }

  public static Exchange streamed() {
    return new Exchange(ProviderCalls.chat(true));
  }

  static Exchange whole() {
    return new Exchange(ProviderCalls.chat(false));
  }

  public Exchange head(int status, Map<String, String> headers) {
    scanner.head(new Head(status, headers));
    return this;
  }

  /// One read: a part of the body, then a flush.
  public Exchange read(String text) {
    return body(text).flush();
  }

  public Exchange body(String text) {
    return body(buffer(text));
  }

  public Exchange body(ByteBuf bytes) {
    scanner.body(bytes);
    return this;
  }

  /// Whether the transport may take a connection that breaks now for the end.
  boolean complete() {
    return scanner.complete();
  }

  public Exchange flush() {
    scanner.flush();
    return this;
  }

  ByteBuf buffer(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return buffers.directBuffer(bytes.length + 1).writeBytes(bytes);
  }

  /// The body ends as its framing demands.
  public Outcome end() {
    scanner.end();
    return ended(new Answered());
  }

  /// The transport says how it ended.
  public Outcome ended(Outcome exchange) {
    Outcome verdict = scanner.verdict(feed.aborted == null ? exchange : feed.aborted);
    scanner.large().ifPresent(this::pass);
    body.close();
    held.close();
    return verdict;
  }

  private void pass(AssembledAnswer large) {
    sink.head(large.head());
    large.parts().forEach(sink::body);
    sink.end();
  }

  public long leaked() {
    return buffers.metric().usedDirectMemory() + buffers.metric().usedHeapMemory();
  }
}
