package dev.sluice.share;

/// The shares of all quotas of this process, in accounts that other processes use too.
public interface QuotaShares {

  /// Returns the share of a quota. Under the lock that guards it.
  ///
  /// @param mirror the quota
  /// @param admission changes things under that lock
  QuotaShare of(QuotaAddress address, QuotaMirror mirror, Admission admission);

  /// The admission that a quota belongs to.
  @FunctionalInterface
  interface Admission {

    /// Runs a change under the lock that guards the quota now, then asks for all waiting calls
    /// again. Not for a thread that holds the lock, nor for a loop.
    void change(Runnable change);
  }
}
