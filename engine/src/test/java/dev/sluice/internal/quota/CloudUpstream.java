package dev.sluice.internal.quota;

/// An upstream that charges as clouds do: each written token takes several of the limit, and a call
/// without a bound counts for the largest that there is.
final class CloudUpstream extends ExactUpstream {
  private final boolean checks;
  private final int burndown;
  private final int largest;

  /// @param tokenRate a second
  /// @param checks whether there must be room for the bound, and the output does not count
  /// @param burndown how many tokens each written one takes
  /// @param largest the bound of a call that sets none
  CloudUpstream(double tokenRate, boolean checks, int burndown, int largest) {
    super(tokenRate, 1e6, 60);
    this.checks = checks;
    this.burndown = burndown;
    this.largest = largest;
  }

  @Override
  boolean admit(int input, int bound, long now) {
    boolean admitted = super.admit(input, bound, now);
    if (admitted && checks) {
      giveBack(bound, now);
    }
    return admitted;
  }

  @Override
  void ended(int bound, int written, long now) {
    if (!checks) {
      giveBack((double) bound - (double) burndown * written, now);
    }
  }

  @Override
  int unset(int written) {
    return largest;
  }
}
