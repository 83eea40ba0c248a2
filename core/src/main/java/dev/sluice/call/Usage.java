package dev.sluice.call;

/// The usage of a call, in tokens.
///
/// @param input tokens read, cached ones included
/// @param output tokens written
/// @param cached those of the input that the provider had in its cache
/// @param estimated whether this is the gateway's estimate, at least in part, since the provider
///   reported none that makes sense
/// @param questions of how many questions to the provider it is the sum; more than one only where
///   an attempt has asked again
public record Usage(long input, long output, long cached, boolean estimated, int questions) {

  /// Nothing used, or nothing known.
  public static final Usage NONE = new Usage(0, 0, 0, true);

  /// The usage of one question.
  public Usage(long input, long output, long cached, boolean estimated) {
    this(input, output, cached, estimated, 1);
  }

  /// The sum of this and of what another question of the same attempt has used.
  public Usage and(Usage other) {
    if (equals(NONE)) {
      return other;
    }
    return new Usage(
        input + other.input,
        output + other.output,
        cached + other.cached,
        estimated || other.estimated,
        questions + other.questions);
  }

  /// Whether it states the usage of one question, by the provider's own report.
  public boolean telling() {
    return !estimated && questions == 1;
  }
}
