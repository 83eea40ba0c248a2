package dev.sluice.http;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The answer of an API to an [ApiRequest], as a server would give it: a failure is an answer too,
/// with its status and its error body in the dialect of the path. It must be closed; that cancels
/// the call if the answer has not ended.
///
/// The body is for one thread at a time, platform or virtual; [#close] is for any.
public final class HttpAnswer implements AutoCloseable {
  private final HeaderMap head;
  private final AnswerBody body;

  HttpAnswer(HeaderMap head, AnswerBody body) {
    this.head = head;
    this.body = body;
  }

  /// Returns the HTTP status.
  public int status() {
    return head.status();
  }

  /// Returns the headers by lower-case name.
  public Map<String, List<String>> headers() {
    return head.headers();
  }

  /// Returns the first value of a header.
  ///
  /// @param name in lower case
  public Optional<String> header(String name) {
    return Optional.ofNullable(head.headers().get(name)).map(List::getFirst);
  }

  /// Returns the body; always the same stream. Reading waits for more, and reading slowly slows the
  /// provider down, since at most 64 KiB wait unread. A body that is cut does not just end: reading
  /// throws an [java.io.IOException] that says why, behind the stream's own error event where it
  /// has one. An interrupt ends a read with an [java.io.InterruptedIOException]. Closing it closes
  /// the answer.
  public InputStream body() {
    return body;
  }

  /// Cancels the call if it still runs, and gives back what waits unread. For any thread, any
  /// number of times; a thread that reads meanwhile gets an [java.io.IOException].
  @Override
  public void close() {
    body.close();
  }
}
