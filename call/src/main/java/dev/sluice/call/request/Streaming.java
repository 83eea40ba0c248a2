package dev.sluice.call.request;

/// The request's properties about streaming, and their positions in the body, so that the answer
/// can be asked for otherwise.
///
/// @param stream the position of the value of `stream`
/// @param options the position of the value of `stream_options`
/// @param includeUsage the position of the value of `include_usage` in `stream_options`
/// @param never whether the answer would not be the same if it were streamed
/// @param choices the number of choices that the request asks for (`n`)
public record Streaming(Span stream, Span options, Span includeUsage, boolean never, long choices) {
  /// The value for a body that says nothing about streaming.
  public static final Streaming UNSAID = new Streaming(Span.NONE, Span.NONE, Span.NONE, false, 1);
}
