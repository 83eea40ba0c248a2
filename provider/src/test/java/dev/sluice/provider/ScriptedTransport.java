package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Answered;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Loop;
import dev.sluice.transport.AnswerSink;
import dev.sluice.transport.Transport;
import dev.sluice.transport.WireRequest;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers one request after the other, and remembers their bodies.
public final class ScriptedTransport implements Transport {
  private record Reply(int status, String body, @Nullable Outcome broken) {}

  private final Deque<Reply> replies = new ArrayDeque<>();
  public final List<String> bodies = new ArrayList<>();
  public final List<String> accepted = new ArrayList<>();

  /// What happens behind the next exchange.
  public Runnable afterwards = () -> {};

  public void answers(int status, String body) {
    replies.add(new Reply(status, body, null));
  }

  /// The connection breaks behind `body`, in the middle of the answer.
  void breaks(String body, Outcome outcome) {
    replies.add(new Reply(200, body, outcome));
  }

  @Override
  public Outcome exchange(AttemptInfo attempt, WireRequest request, Loop loop, AnswerSink sink) {
    bodies.add(request.body().toString(UTF_8));
    accepted.add(request.headers().get("accept"));
    request.body().release();
    FakeFeed feed = new FakeFeed();
    attempt.begin(feed);
    sink.attach(attempt);
    Outcome outcome = feed.aborted == null ? reply(sink) : feed.aborted;
    Outcome ended = feed.aborted == null ? outcome : feed.aborted;
    afterwards.run();
    return ended;
  }

  private Outcome reply(Sink sink) {
    Reply reply = replies.removeFirst();
    boolean events = reply.body.isEmpty() || !reply.body.startsWith("{");
    String type = events ? "text/event-stream" : "application/json";
    sink.head(new Head(reply.status, Map.of("content-type", type)));
    sink.body(Unpooled.copiedBuffer(reply.body, UTF_8));
    if (reply.broken != null) {
      return reply.broken;
    }
    sink.end();
    return new Answered();
  }
}
