package dev.sluice.dialect.hub;

/// The usage of an answer, in tokens.
///
/// @param fresh input that was neither read from a cache nor written to one
/// @param write5m input written to a cache that lives for five minutes, or that does not say
/// @param output the output, thinking included
/// @param reasoning the part of the output that was thinking
/// @param known whether the provider has said anything
public record TokenUsage(
    long fresh,
    long cacheRead,
    long write5m,
    long write1h,
    long output,
    long reasoning,
    boolean known) {
  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0, 0, false);

  public long cacheWrite() {
    return write5m + write1h;
  }

  /// The whole input, from caches or not.
  public long input() {
    return fresh + cacheRead + cacheWrite();
  }
}
