package dev.sluice.server.http2;

import io.netty.handler.codec.http2.Http2Error;

/// The fault of a client for which its connection is ended.
///
/// @param error as GOAWAY tells it
/// @param why what was too much, for a person
record Violation(Http2Error error, String why) {
  static final Violation FRAMES = calm("too many frames carry no part of a request");
  static final Violation RESETS = calm("too many streams end before their answers");
  static final Violation CONTINUATIONS =
      calm("a header block has more than " + FrameGuard.CONTINUATIONS + " CONTINUATION frames");
  static final Violation SLOW = calm("a header block takes too long to arrive");
  static final Violation SPENT = calm("this client has used up its budget on other connections");
  static final Violation CLOSED =
      new Violation(Http2Error.STREAM_CLOSED, "a stream goes on behind its end");
  static final Violation BACKWARDS =
      new Violation(Http2Error.PROTOCOL_ERROR, "a stream has a lower number than one before it");

  private static Violation calm(String why) {
    return new Violation(Http2Error.ENHANCE_YOUR_CALM, why);
  }
}
