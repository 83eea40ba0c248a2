package dev.sluice.server.http;

import io.netty.channel.Channel;

/// The framing of one answer: the version of HTTP, and what of it the request has asked for.
public interface ResponseFraming {
  /// Returns this framing for an answer that ends its connection.
  ResponseFraming closing();

  /// Makes the writer of the answer.
  ///
  /// @param channel what carries it: a connection of HTTP/1, or a stream of HTTP/2
  AnswerWriter writer(Channel channel);
}
