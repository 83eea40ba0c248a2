package dev.sluice.call;

/// What a call has used, in tokens.
///
/// @param input tokens read, cached ones included
/// @param output tokens written
/// @param cached those of the input that the provider had in its cache
/// @param estimated whether this is our estimate, since the provider reported none that makes sense
public record Usage(long input, long output, long cached, boolean estimated) {

  /// Nothing used, or nothing known.
  public static final Usage NONE = new Usage(0, 0, 0, true);
}
