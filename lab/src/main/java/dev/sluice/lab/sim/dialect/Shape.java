package dev.sluice.lab.sim.dialect;

/// How far an answer keeps to what it should say about itself.
///
/// @param extra how many choices (or vectors) more than asked for
/// @param usage what it says about its tokens
public record Shape(int extra, UsageForm usage) {

  /// As it should.
  public static final Shape TRUE = new Shape(0, UsageForm.TRUE);

  /// What an answer may say about its tokens.
  public enum UsageForm {
    TRUE,
    MISSING,
    NEGATIVE,
    ABSURD;

    long of(long count) {
      return switch (this) {
        case TRUE, MISSING -> count;
        case NEGATIVE -> -count - 1;
        case ABSURD -> 1_000_000_000_000_000L + count;
      };
    }
  }
}
