package dev.sluice.share;

import dev.sluice.call.Call;
import dev.sluice.config.quota.Dimension;

/// The part of a quota that this process may use, where several processes share the account. There
/// is one for each quota, under the same lock: it takes no lock of its own, and neither waits nor
/// logs. Amounts are indexed by [Dimension#ordinal]; an amount of 0 asks nothing.
public interface QuotaShare {

  /// Returns when all amounts are at hand; `now` if they are. If not, the share sees to it that
  /// they come, and has admission ask again then.
  ///
  /// @param amounts what is to be reserved; of use during the call alone
  /// @param keep how many tokens have to be left beside that, of limits that count input
  long nextOpen(Call call, double[] amounts, double keep, long now);

  /// Takes what is reserved for an attempt.
  void take(double[] amounts, long now);

  /// Puts back what an attempt has reserved and not used.
  ///
  /// @param back negative for what it has used beyond its reservation
  void settle(Dimension dimension, double back, long now);

  /// Notes that a provider's answer has corrected the mirror.
  ///
  /// @param lower whether downwards
  void corrected(Dimension dimension, boolean lower);

  /// Returns when one more request of the day may go; `now` if it may already, and more than a
  /// second later if the day is used up.
  ///
  /// @param used how many this process has made within a day
  long nextOfDay(long used, long now);

  /// Returns when one more attempt may begin in this process; `now` if it may already.
  ///
  /// @param limit how many there may be at a time in all processes; [Integer#MAX_VALUE] for any
  ///   number
  /// @param taken how many there are in this one
  long nextOfSlots(int limit, int taken, long now);

  /// Returns how many processes use the account, this one included: at least 1.
  int processes();

  /// Returns how many times longer a queue takes than it would if this process were alone: at least
  /// 1, and more than 1 while calls of others wait.
  double contention();

  /// Gives everything back, since the quota is not used any more.
  void close();
}
