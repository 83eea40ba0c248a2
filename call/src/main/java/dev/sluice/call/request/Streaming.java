package dev.sluice.call.request;

/// The request's properties about streaming, and their positions, so that the answer can be asked
/// for otherwise.
///
/// @param stream the value of `stream`
/// @param options the value of `stream_options`
/// @param includeUsage the value of `include_usage` in there
/// @param never whether the answer would not be the same if it were streamed
/// @param choices how many choices it asks for (`n`)
public record Streaming(Span stream, Span options, Span includeUsage, boolean never, long choices) {
  /// The body says nothing about it.
  public static final Streaming UNSAID = new Streaming(Span.NONE, Span.NONE, Span.NONE, false, 1);
}
