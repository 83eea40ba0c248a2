package dev.sluice.lab.nodes;

import dev.sluice.call.Call;
import dev.sluice.cluster.lease.View;
import dev.sluice.config.quota.Dimension;
import dev.sluice.share.QuotaAddress;
import dev.sluice.share.QuotaMirror;
import dev.sluice.share.QuotaShare;
import dev.sluice.share.QuotaShares;
import java.util.function.Supplier;

/// The shares of a node, with a stopwatch: how long a call is held back by nothing but a question
/// that is not answered.
///
/// @param shares what is watched
/// @param view of the node
/// @param watch told when a call is held back by a question and when that is over
record WatchedShares(QuotaShares shares, Supplier<View> view, Watch watch)
    implements QuotaShares {

  /// A stopwatch.
  interface Watch {
    void held(long now);

    void over(long now);
  }

  @Override
  public QuotaShare of(QuotaAddress address, QuotaMirror mirror, Admission admission) {
    return new Watched(shares.of(address, mirror, admission), view, watch);
  }

  /// One share.
  ///
  /// @param share what is watched
  private record Watched(QuotaShare share, Supplier<View> view, Watch watch)
      implements QuotaShare {
    /// The time after which a share that waits for an answer says to be asked again.
    private static final long PATIENCE = 20_000_000;

    @Override
    public long nextOpen(Call call, double[] amounts, double keep, long now) {
      long then = share.nextOpen(call, amounts, keep, now);
      if (!view.get().alone() && then - now == PATIENCE) {
        watch.held(now);
      } else {
        watch.over(now);
      }
      return then;
    }

    @Override
    public void take(double[] amounts, long now) {
      share.take(amounts, now);
    }

    @Override
    public void settle(Dimension dimension, double back, long now) {
      share.settle(dimension, back, now);
    }

    @Override
    public void corrected(Dimension dimension, boolean lower) {
      share.corrected(dimension, lower);
    }

    @Override
    public long nextOfDay(long used, long now) {
      return share.nextOfDay(used, now);
    }

    @Override
    public long nextOfSlots(int limit, int taken, long now) {
      return share.nextOfSlots(limit, taken, now);
    }

    @Override
    public double crowd() {
      return share.crowd();
    }

    @Override
    public void close() {
      share.close();
    }
  }
}
