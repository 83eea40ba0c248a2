package dev.sluice.sim.wire;

import java.util.List;
import java.util.function.UnaryOperator;

/// An answer as it will be sent, right or wrong.
///
/// @param afterNanos how long after the request its head is due
/// @param body used up by sending it
public record HttpReply(ReplyHead head, long afterNanos, ReplyBody body) {

  /// Makes a whole answer with its `content-length`.
  public static HttpReply whole(int status, List<Header> headers, long afterNanos, byte[] body) {
    return new HttpReply(
        new ReplyHead(status, headers, new Framing.Length(body.length)),
        afterNanos,
        ReplyBody.whole(body));
  }

  /// Makes a whole 200 of JSON.
  public static HttpReply json(List<Header> headers, long afterNanos, byte[] json) {
    return whole(200, headers, afterNanos, json).typed("application/json");
  }

  /// A chunked answer whose head is sent at once.
  public static HttpReply streamed(List<Header> headers, ReplyBody body) {
    return new HttpReply(new ReplyHead(200, headers, new Framing.Chunked()), 0, body);
  }

  /// Makes a stream of events in UTF-8.
  public static HttpReply events(List<Header> headers, ReplyBody body) {
    return streamed(headers, body).typed("text/event-stream; charset=utf-8");
  }

  /// Returns this reply with a content type.
  public HttpReply typed(String type) {
    return head(head -> head.plus("content-type", type));
  }

  /// Returns this reply with another head.
  public HttpReply head(UnaryOperator<ReplyHead> change) {
    return new HttpReply(change.apply(head), afterNanos, body);
  }

  /// Returns this reply with another body.
  public HttpReply body(UnaryOperator<ReplyBody> change) {
    return new HttpReply(head, afterNanos, change.apply(body));
  }

  /// Returns this reply, begun later by so many nanoseconds.
  public HttpReply later(long nanos) {
    return new HttpReply(head, afterNanos + nanos, body);
  }

  /// Returns whether the reply comes piece by piece, each an event.
  public boolean isStream() {
    return head.framing() instanceof Framing.Chunked;
  }

  /// Returns whether the reply's events are the elements of a JSON array.
  public boolean isArray() {
    return isStream()
        && head.headers().stream()
            .anyMatch(h -> h.name().equals("content-type") && h.value().contains("json"));
  }
}
