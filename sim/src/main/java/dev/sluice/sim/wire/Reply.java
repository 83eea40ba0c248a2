package dev.sluice.sim.wire;

import java.util.List;
import java.util.function.UnaryOperator;

/// An answer as it will be sent, right or wrong.
///
/// @param afterNanos how long after the request its head is due
/// @param body used up by sending it
public record Reply(Head head, long afterNanos, Body body) {

  /// Makes a whole answer with its `content-length`.
  public static Reply whole(int status, List<Header> headers, long afterNanos, byte[] body) {
    return new Reply(
        new Head(status, headers, new Framing.Length(body.length)), afterNanos, Body.whole(body));
  }

  /// A chunked answer whose head is sent at once.
  public static Reply streamed(List<Header> headers, Body body) {
    return new Reply(new Head(200, headers, new Framing.Chunked()), 0, body);
  }

  /// Returns this reply with another head.
  public Reply head(UnaryOperator<Head> change) {
    return new Reply(change.apply(head), afterNanos, body);
  }

  /// Returns this reply with another body.
  public Reply body(UnaryOperator<Body> change) {
    return new Reply(head, afterNanos, change.apply(body));
  }

  /// Returns this reply, begun later by so many nanoseconds.
  public Reply later(long nanos) {
    return new Reply(head, afterNanos + nanos, body);
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
