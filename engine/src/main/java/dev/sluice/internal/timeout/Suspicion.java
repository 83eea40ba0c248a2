package dev.sluice.internal.timeout;

import dev.sluice.call.Call;

/// Accrual failure detector over attempts that are under way, instead of heartbeats: how much
/// speaks for it that a target has fallen silent to all.
///
/// ```text
/// suspicion = sum over the attempts of  h(age now) - h(age when the target was last heard)
/// h(age)    = min(3, -ln of the share of such answers that take longer than age / 2.5)
/// silent    = suspicion >= 12 and nothing heard for the least silence
/// ```
///
/// The suspicion is the negative logarithm of the chance that a healthy target has answered none of
/// the attempts since its last answer, if they end independently. Several attempts that are each a
/// little late say as much as one that is very late. A single attempt never says enough, since
/// nothing beyond its q95 is believed (3 is -ln 0.05): 12 takes four attempts that are late, with
/// no answer in between, and comes once in 160,000 silences by chance. Attempts that were given up
/// in the last two minutes count, too.
///
/// One caller's requests may be unlike the usual ones. The attempts of one caller alone are
/// therefore believed for that caller's calls only: for a call of another one, other callers'
/// attempts than those of the group that says most must say 2 as well. A hash tells callers apart,
/// in eight groups.
///
/// Source: "The phi accrual failure detector" (Hayashibara, Défago, Yared and Katayama, 2004), with
/// attempts in place of heartbeats (ADR 0013).
///
/// Limitations: calls that are suddenly all much longer than earlier ones of the same size look
/// like silence until the first is done. Sizes of which nothing is learned say nothing, and
/// attempts that began more than about two minutes ago are forgotten ([UnderWay]).
///
/// Threads: safe for any thread, without a lock.
final class Suspicion {
  /// The most that a single attempt adds: that of q95.
  static final double MOST_OF_ONE = 3;

  private static final double ENOUGH = 4 * MOST_OF_ONE;

  /// The least evidence of a second caller: its attempts are later than about seven of eight.
  private static final double SECOND = 2;

  private static final int GROUPS = 8;

  private final Evidence[] groups = new Evidence[GROUPS];

  /// When the target last answered a call with anything at all.
  private volatile long heard;

  Suspicion(long now) {
    this.heard = now;
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = new Evidence(now);
    }
  }

  /// The statistics of the answers of a size.
  @FunctionalInterface
  interface Baseline {
    Quantiles of(int size);
  }

  void heard(long now) {
    heard = now;
    for (Evidence group : groups) {
      group.heard();
    }
  }

  void begins(Call call, long now) {
    groups[group(call)].begins(WholeLatencyModel.index(call), now);
  }

  /// @param usual how long such answers usually take
  void ends(Call call, Quantiles usual, long begun, long now) {
    groups[group(call)].ends(WholeLatencyModel.index(call), usual, begun, heard, now);
  }

  /// Whether the target has answered no caller for `least` nanoseconds, which is beyond chance.
  ///
  /// @param call whose attempt is asked about
  /// @param usual how long answers usually take, by size
  boolean silent(Call call, long least, Baseline usual, long now) {
    return now - heard >= least && isEnough(group(call), usual, now);
  }

  private boolean isEnough(int own, Baseline usual, long now) {
    double all = 0;
    double mostOfOthers = 0;
    for (int i = 0; i < GROUPS; i++) {
      double says = groups[i].says(usual, heard, now);
      all += says;
      mostOfOthers = i == own ? mostOfOthers : Math.max(mostOfOthers, says);
    }
    return all >= ENOUGH && all - mostOfOthers >= SECOND;
  }

  private static int group(Call call) {
    return Math.floorMod(call.hints().caller().hashCode(), GROUPS);
  }
}
