package dev.sluice.internal.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Payer;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.item.Item;
import dev.sluice.call.item.Items;
import dev.sluice.call.item.RequestTemplate;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.VirtualLoop;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Calls for embeddings whose inputs are words; a body is nothing but these.
record Embeddings(
    Loop loop, Map<String, String> headers, SchedulingHints claim, String properties) {
  Embeddings() {
    this(new VirtualLoop());
  }

  Embeddings(Loop loop) {
    this(loop, Map.of(), SchedulingHints.NONE, "{}");
  }

  /// Each differs in one thing.
  static List<Embeddings> others() {
    var loop = new VirtualLoop();
    return List.of(
        new Embeddings(loop, Map.of("openai-beta", "x"), SchedulingHints.NONE, "{}"),
        new Embeddings(loop, Map.of(), new SchedulingHints(Band.BATCH, "*", 0), "{}"),
        new Embeddings(loop, Map.of(), new SchedulingHints(Band.NORMAL, "t", 0), "{}"),
        new Embeddings(loop, Map.of(), SchedulingHints.NONE.within("t"), "{}"),
        new Embeddings(loop, Map.of(), SchedulingHints.NONE, "{\"user\":\"u\"}"));
  }

  Call call(String words, Duration deadline, Runnable closed) {
    return new Call(
        "call",
        Operation.EMBEDDINGS,
        new RequestFacts("m", 0, 0, false, false, OptionalLong.empty(), false),
        new Body(Unpooled.copiedBuffer(words, UTF_8), closed),
        headers,
        0,
        new Deadline(deadline.toNanos()),
        loop,
        claim,
        FailedTargets.NONE,
        Call.Trace.NONE,
        Payer.NOBODY,
        "",
        CallOrigin.NONE);
  }

  BatchedCall member(String words) {
    return member(words, Duration.ofHours(1));
  }

  BatchedCall member(String words, Duration deadline) {
    var sink = new CommitPoint(new RecordingExit(), false, Clock.SYSTEM);
    return new BatchedCall(call(words, deadline, () -> {}), sink, items(words));
  }

  BatchedCall member(String words, Sink sink) {
    return new BatchedCall(call(words, Duration.ofHours(1), () -> {}), sink, items(words));
  }

  Key key(BatchedCall member) {
    return Key.of(member.call(), member.items().frame());
  }

  private Items items(String words) {
    var template =
        new RequestTemplate(
            Operation.EMBEDDINGS, RequestTemplate.Form.TEXTS, properties.getBytes(UTF_8), 0);
    return new Items(
        template,
        Stream.of(words.split(" ")).map(word -> new Item(word.getBytes(UTF_8), 1, 1)).toList());
  }
}
