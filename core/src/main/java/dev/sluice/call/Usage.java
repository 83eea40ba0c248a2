package dev.sluice.call;

/// The usage of a call, in tokens.
///
/// @param input tokens read, cached ones included
/// @param output tokens written
/// @param cached those of the input that the provider had in its cache
/// @param estimated whether this is the gateway's estimate, at least in part, since the provider
///   reported none that makes sense
/// @param questions of how many questions to the provider it is the sum; more than one only where
///   an attempt has asked again, none where it is a part of what several calls have used together
/// @param parts what of it has a price of its own
public record Usage(
    long input, long output, long cached, boolean estimated, int questions, Parts parts) {
  /// Nothing used, or nothing known.
  public static final Usage NONE = new Usage(0, 0, 0, true);

  /// The parts of a usage that a provider may bill at a price of their own. No token of the input
  /// is in two of them, nor in [Usage#cached].
  ///
  /// @param written tokens of the input that were written to a cache which lives for five minutes,
  ///   or that does not say how long
  /// @param writtenHour those that were written to a cache which lives for an hour
  /// @param audioInput those that were sound
  /// @param imageInput those that were pictures
  /// @param audioOutput tokens of the output that are sound
  /// @param imageOutput those that are pictures
  /// @param reasoning tokens of the output that the client does not see
  public record Parts(
      long written,
      long writtenHour,
      long audioInput,
      long imageInput,
      long audioOutput,
      long imageOutput,
      long reasoning) {
    /// None are told.
    public static final Parts NONE = new Parts(0, 0, 0, 0, 0, 0, 0);

    /// The sum of both.
    Parts and(Parts other) {
      if (equals(NONE)) {
        return other;
      }
      return new Parts(
          written + other.written,
          writtenHour + other.writtenHour,
          audioInput + other.audioInput,
          imageInput + other.imageInput,
          audioOutput + other.audioOutput,
          imageOutput + other.imageOutput,
          reasoning + other.reasoning);
    }
  }

  /// A usage of which no parts are told.
  public Usage(long input, long output, long cached, boolean estimated, int questions) {
    this(input, output, cached, estimated, questions, Parts.NONE);
  }

  /// The usage of one question.
  public Usage(long input, long output, long cached, boolean estimated) {
    this(input, output, cached, estimated, 1);
  }

  /// This usage of one question, of which these are parts.
  public Usage of(Parts parts) {
    return new Usage(input, output, cached, estimated, questions, parts);
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
        questions + other.questions,
        parts.and(other.parts));
  }

  /// Whether it states the usage of one question, by the provider's own report.
  public boolean telling() {
    return !estimated && questions == 1;
  }
}
