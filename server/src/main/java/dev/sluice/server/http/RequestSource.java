package dev.sluice.server.http;

import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/// The source of requests in front of a handler: the decoder of a connection of HTTP/1, or the
/// codec of a stream of HTTP/2, which brings one request. It passes on a request and its content,
/// or [Malformed]. Confined to the loop.
public interface RequestSource {
  /// Whether it brings one request, whose end does not end its client's connection.
  boolean isStream();

  /// Passes on no further request for now.
  void hold();

  /// Passes on requests again, with what has arrived meanwhile first.
  void resume();

  /// Throws away everything that arrives from now on.
  void discard();

  /// Lets the bytes of a request's body be read to where they are to stay, if they come as they are
  /// passed on; where they do not, nothing changes.
  ///
  /// @param target null for none any more
  default void readInto(BodyReads.@Nullable Target target) {}

  /// Whether a part of a request's head has arrived, and not the whole.
  boolean headBegun();

  /// The framing of the answer to a request.
  ResponseFraming framing(HttpRequest request);

  /// Notes that the request is malformed.
  ///
  /// @return the framing that can be promised to its answer
  ResponseFraming malformed();

  /// Ends the server's side once everything is sent. What the client still sends must be read for a
  /// while where it would meet a reset otherwise, and lose the last answer to it.
  ///
  /// @param shut called when such a wait begins
  void end(Runnable shut);
}
