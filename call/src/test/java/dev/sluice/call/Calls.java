package dev.sluice.call;

import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.VirtualLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/// Calls for tests.
public final class Calls {
  private Calls() {}

  /// A streamed chat call for `model` that arrives now and has an hour.
  public static Call streamed(VirtualLoop loop, String model) {
    return call(loop, model, true, Duration.ofHours(1));
  }

  /// A whole chat call.
  public static Call whole(VirtualLoop loop, String model) {
    return call(loop, model, false, Duration.ofHours(1));
  }

  /// A whole call of another kind.
  public static Call of(VirtualLoop loop, Operation operation) {
    return call(loop, operation, "m", false, Duration.ofHours(1));
  }

  /// A call to the Responses API that only its first target can take.
  public static Call pinned(VirtualLoop loop) {
    return call(loop, Operation.RESPONSES, facts("m", false, true), Duration.ofHours(1));
  }

  /// A message of a conversation.
  ///
  /// @param sealed whether it brings what one account alone can read
  public static Call message(VirtualLoop loop, long conversation, boolean sealed) {
    return of(loop, Operation.MESSAGES, conversation, sealed);
  }

  /// A count of the tokens of such a message.
  public static Call count(VirtualLoop loop, long conversation, boolean sealed) {
    return of(loop, Operation.COUNT_TOKENS, conversation, sealed);
  }

  private static Call of(VirtualLoop loop, Operation operation, long conversation, boolean sealed) {
    Call call = call(loop, operation, facts("m", false, sealed), Duration.ofHours(1));
    return call.withHints(call.hints().in(conversation));
  }

  /// A whole chat call whose body is `text`.
  public static Call chat(VirtualLoop loop, String text) {
    Call call = whole(loop, "m");
    return call.with(
        call.id(), call.facts(), new Body(utf8(text), () -> {}), call.deadline(), call.hints());
  }

  /// A whole chat call whose body is `text`, which holds a picture.
  public static Call picture(VirtualLoop loop, String text) {
    Call call = chat(loop, text);
    var facts =
        new RequestFacts(
            call.model(),
            0,
            0,
            false,
            false,
            OptionalLong.empty(),
            false,
            Streaming.UNSAID,
            Cacheability.NEVER,
            new RequestFacts.Attached(text.length(), false),
            false,
            RequestFacts.State.NONE,
            1,
            PricedExtras.NONE,
            RequestFacts.Cloud.NONE);
    return call.with(call.id(), facts, call.body(), call.deadline(), call.hints());
  }

  /// A chat call with all that matters.
  public static Call call(VirtualLoop loop, String model, boolean stream, Duration deadline) {
    return call(loop, Operation.CHAT, model, stream, deadline);
  }

  private static Call call(
      VirtualLoop loop, Operation operation, String model, boolean stream, Duration deadline) {
    return call(loop, operation, facts(model, stream, false), deadline);
  }

  private static RequestFacts facts(String model, boolean stream, boolean pinned) {
    return new RequestFacts(model, 0, 0, stream, false, OptionalLong.empty(), pinned);
  }

  private static Call call(
      VirtualLoop loop, Operation operation, RequestFacts facts, Duration deadline) {
    return new Call(
        "call-1",
        operation,
        facts,
        new Body(utf8("{}"), () -> {}),
        Map.of(),
        loop.nanos(),
        Deadline.in(deadline, loop.nanos()),
        loop);
  }

  /// `text` as bytes.
  public static ByteBuf utf8(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }
}
