package dev.sluice.accounts.terms;

/// Fixed limits of a key; 0 for none.
///
/// @param rpm calls a minute
/// @param tpm tokens a minute
/// @param concurrent calls at the same time
public record KeyLimits(long rpm, long tpm, long concurrent) {
  public static final KeyLimits NONE = new KeyLimits(0, 0, 0);

  public KeyLimits {
    if (rpm < 0 || tpm < 0 || concurrent < 0) {
      throw new IllegalArgumentException("a limit is negative: it must be 0, for none, or more");
    }
  }
}
