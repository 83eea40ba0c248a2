package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Answered;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Loop;
import dev.sluice.transport.AnswerSink;
import dev.sluice.transport.Transport;
import dev.sluice.transport.WireRequest;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers every request with what it was given, part by part, and remembers the request.
public final class FakeTransport implements Transport {
  public Head head = new Head(200, Map.of("content-type", "application/json"));
  public List<String> parts = List.of("{}");

  /// How the exchange ends after the parts; when null, the body ends as its framing demands.
  public @Nullable Outcome broken;

  /// What happens between the parts.
  public Runnable meanwhile = () -> {};

  @Nullable String target;
  public @Nullable WireRequest request;
  String body = "";

  @Override
  public Outcome exchange(AttemptInfo attempt, WireRequest request, Loop loop, AnswerSink sink) {
    this.target = attempt.target();
    this.request = request;
    body = request.body().toString(UTF_8);
    request.body().release();
    FakeFeed feed = new FakeFeed();
    attempt.begin(feed);
    sink.attach(attempt);
    sink.head(head);
    for (String part : parts) {
      if (feed.aborted == null) {
        sink.body(Unpooled.copiedBuffer(part, UTF_8));
        sink.flush();
        meanwhile.run();
      }
    }
    if (feed.aborted != null) {
      return feed.aborted;
    }
    if (broken != null) {
      return broken;
    }
    sink.end();
    return new Answered();
  }
}
