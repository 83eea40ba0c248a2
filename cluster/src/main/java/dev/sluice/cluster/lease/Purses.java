package dev.sluice.cluster.lease;

import dev.sluice.cluster.lease.NodeStatus.AtHand;
import dev.sluice.config.quota.Dimension;
import dev.sluice.share.Knowledge;
import dev.sluice.share.QuotaAddress;
import dev.sluice.share.QuotaMirror;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The purses of one quota: what it has at hand in each dimension. Under admission's lock, but for
/// what is shown.
final class Purses {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();
  private static final double EDGE = 1e-9;

  /// How finely margins are told: each attempt changes them a little.
  private static final double MARGINS = 200;

  /// The limit of which nothing is known.
  private static final double UNKNOWN = 1e308;

  /// From which part of its capacity on a bucket counts as full.
  private static final double FULL = 0.999;

  /// The names of dimensions in Redis.
  private static final List<String> NAMES = List.of("r", "t", "i", "o");

  private final QuotaMirror mirror;
  private final Map<Dimension, Purse> byDimension = new EnumMap<>(Dimension.class);
  private final Purse[] all = new Purse[Dimension.ALL.size()];
  private long filledAt;

  /// What calls wanted that were held back since the last answer, and before it.
  private double[] blocked = new double[Dimension.ALL.size()];

  private double[] lately = new double[Dimension.ALL.size()];

  Purses(QuotaMirror mirror) {
    this.mirror = mirror;
    for (int i = 0; i < all.length; i++) {
      all[i] = new Purse();
      byDimension.put(Dimension.ALL.get(i), all[i]);
    }
  }

  private Purse of(Dimension dimension) {
    return Objects.requireNonNull(byDimension.get(dimension));
  }

  /// Whether all amounts are at hand.
  boolean hold(double[] amounts) {
    for (int i = 0; i < all.length; i++) {
      if (amounts[i] > 0 && all[i].level() + EDGE * amounts[i] < amounts[i]) {
        return false;
      }
    }
    return true;
  }

  /// Takes what is reserved.
  ///
  /// @return whether more should be asked for: a purse that holds less than a call is of no use to
  ///   the next one
  boolean take(double[] amounts) {
    boolean low = false;
    for (int i = 0; i < all.length; i++) {
      if (amounts[i] > 0) {
        all[i].take(amounts[i]);
        low |= amounts[i] <= all[i].cap() && all[i].isLow();
      }
    }
    return low;
  }

  /// Notes that a call is held back.
  void blocked(double[] amounts) {
    for (int i = 0; i < all.length; i++) {
      blocked[i] += amounts[i];
    }
  }

  /// Notes that there is an answer: what was held back until now tells how much to ask for next. A
  /// single call that waits asks for no more than it needs, since more may take longer to be there.
  void again() {
    double[] before = lately;
    lately = blocked;
    blocked = before;
    Arrays.fill(blocked, 0);
  }

  /// Returns the largest part of a minute that these amounts are.
  double minutes(double[] amounts) {
    double most = 0;
    for (int i = 0; i < all.length; i++) {
      most = all[i].limit() > 0 ? Math.max(most, amounts[i] / all[i].limit()) : most;
    }
    return most;
  }

  /// Puts back what was not used.
  ///
  /// @return whether there is something to tell
  boolean put(Dimension dimension, double back) {
    Purse purse = of(dimension);
    purse.put(back);
    return purse.isOut();
  }

  /// Whether there was a debt when it was last told. Any thread.
  boolean isOwing() {
    for (Purse purse : all) {
      if (purse.shown() < 0) {
        return true;
      }
    }
    return false;
  }

  void correct(Dimension dimension, boolean lower) {
    of(dimension).correct(lower);
  }

  void drop() {
    for (Purse purse : all) {
      purse.drop();
    }
  }

  /// Whether there is anything to give back.
  boolean isLeft() {
    for (Purse purse : all) {
      if (purse.level() > 0) {
        return true;
      }
    }
    return false;
  }

  /// Notes that the last question was lost.
  void lost() {
    for (Purse purse : all) {
      purse.lost();
    }
  }

  /// Fills the purses by this node's share of each limit.
  ///
  /// @param begins whether the node was not alone before
  void fillAlone(View view, boolean begins, long now) {
    if (begins) {
      filledAt = view.since();
    }
    for (Dimension dimension : Dimension.ALL) {
      Knowledge known = mirror.knowledge(dimension);
      if (known.isBounded()) {
        double share = known.rate() / view.nodes();
        long from = Math.max(filledAt, view.since() + (long) (view.delay(known.window()) * NANOS));
        double seconds = Math.max(0, (now - from) / NANOS);
        of(dimension).fill(share, share * known.window(), seconds);
      }
    }
    filledAt = now;
  }

  /// Drops what was filled up alone, and pays for what was used of it in the time in which others
  /// may have counted the same share.
  ///
  /// @param apart whether others may have been granted it longer, since this node was a member
  void comeBack(View view, boolean apart) {
    for (Dimension dimension : Dimension.ALL) {
      Knowledge known = mirror.knowledge(dimension);
      double used = of(dimension).comeBack();
      of(dimension).forgetHigher();
      if (known.isBounded()) {
        double share = known.rate() / view.nodes();
        double paid = Math.min(used, view.overlap() * share);
        of(dimension).take(paid);
        of(dimension).owe(apart ? used - paid : 0, share * known.window());
      }
    }
  }

  /// Returns after how many nanoseconds a node that is alone has these amounts.
  long untilFilled(double[] amounts, View view, long now) {
    double seconds = 0;
    for (int i = 0; i < all.length; i++) {
      Dimension dimension = Dimension.ALL.get(i);
      double amount = amounts[i];
      Knowledge known = mirror.knowledge(dimension);
      if (amount > 0 && known.isBounded()) {
        double share = known.rate() / view.nodes();
        double missing = Math.min(amount, share * known.window()) - of(dimension).level();
        double late = Math.max(0, view.delay(known.window()) - (now - view.since()) / NANOS);
        seconds = Math.max(seconds, late + missing / share);
      }
    }
    return Math.max(1, (long) (seconds * NANOS));
  }

  /// Adds a dimension's part of a question.
  ///
  /// @param index of the dimension in [Dimension#ALL]
  /// @param wanted what the first waiting call lacks; null where none waits
  /// @param closed whether all is given back
  void addTo(
      List<String> args, int index, @Nullable Want wanted, View view, boolean closed, long now) {
    Dimension dimension = Dimension.ALL.get(index);
    Purse purse = all[index];
    Knowledge known = mirror.knowledge(dimension);
    purse.size(closed ? new Knowledge(Double.POSITIVE_INFINITY, 0, 1) : known, view);
    double before = purse.level();
    double back = purse.tell();
    double amount = wanted == null ? 0 : wanted.amounts()[index];
    double lacks = Math.max(0, amount - purse.level());
    double need = amount > 0 && lacks > 0 ? Math.max(lacks, least(index, wanted)) : 0;
    double keep = wanted == null || !dimension.countsInput() ? 0 : wanted.keep();
    double room = closed ? 0 : Math.max(0, purse.cap() - purse.level() - need);
    purse.ask(need + room);
    args.add(NAMES.get(index));
    args.add(String.valueOf(purse.revision()));
    args.add(String.valueOf(Math.min(known.limit(), UNKNOWN)));
    args.add(String.valueOf(Math.ceil(known.margin() * MARGINS) / MARGINS));
    args.add(String.valueOf(known.window()));
    args.add(String.valueOf(view.free(known.window())));
    for (double number : new double[] {need, keep, room, back, purse.total()}) {
      args.add(String.valueOf(number));
    }
    addLevels(args, dimension, purse.takeCorrection(), before, now);
  }

  /// Returns how much a question asks for at least.
  private double least(int index, @Nullable Want wanted) {
    double half = all[index].cap() / 2;
    return wanted != null && wanted.contended() ? half : Math.min(half, lately[index]);
  }

  /// @param lower whether the mirror was corrected downwards; null where it was not
  private void addLevels(
      List<String> args, Dimension dimension, @Nullable Boolean lower, double before, long now) {
    boolean corrects = lower != null && mirror.knowledge(dimension).isBounded();
    args.add(corrects ? String.valueOf(mirror.minute(dimension, now) - before) : "");
    args.add(corrects ? String.valueOf(mirror.burst(dimension, now) - before) : "");
    args.add(Boolean.FALSE.equals(lower) ? "least" : "most");
  }

  /// What was granted since the last answer, less what was given back, in minutes of the limit that
  /// says the most.
  ///
  /// @param isSome whether the answer brought anything
  record Granted(double mine, double others, boolean isSome) {
    private static final Granted NONE = new Granted(0, 0, false);

    private Granted and(Granted more) {
      return new Granted(
          Math.max(mine, more.mine), Math.max(others, more.others), isSome || more.isSome);
    }
  }

  /// Takes in an answer.
  ///
  /// @param parts by dimension, as in [Dimension#ALL]
  Granted deposit(List<LeaseReply.Part> parts, View view, long now) {
    Granted all = Granted.NONE;
    for (int i = 0; i < parts.size(); i++) {
      all = all.and(deposit(Dimension.ALL.get(i), parts.get(i), view, now));
    }
    return all;
  }

  private Granted deposit(Dimension dimension, LeaseReply.Part part, View view, long now) {
    Purse purse = of(dimension);
    double mine = part.grant() - purse.told();
    double others = purse.granted(part.grant(), part.total());
    purse.pay(others / Math.max(1, view.nodes() - 1));
    if (part.revision() == 0) {
      return Granted.NONE;
    }
    var known = new Knowledge(part.limit(), part.margin(), part.window());
    if (part.revision() != purse.revision()) {
      purse.revision(part.revision());
      mirror.learned(dimension, known, now);
    }
    double free = view.free(known.window()) * known.rate();
    double most = known.rate() * known.window() - free;
    double more = part.burst() >= most * FULL ? free : 0;
    mirror.shared(
        dimension,
        others,
        part.minute() + purse.level() + more,
        part.burst() + purse.level() + more,
        now);
    return new Granted(mine / part.limit(), others / part.limit(), part.grant() > 0);
  }

  /// What is at hand, for people. Any thread.
  Stream<AtHand> shown(QuotaAddress address, int nodes) {
    return Dimension.ALL.stream()
        .filter(dimension -> of(dimension).limit() > 0)
        .map(dimension -> atHand(address, dimension, nodes));
  }

  private AtHand atHand(QuotaAddress address, Dimension dimension, int nodes) {
    return new AtHand(
        address.provider(),
        address.model(),
        dimension.name().toLowerCase(Locale.ROOT),
        of(dimension).shown(),
        of(dimension).cap(),
        of(dimension).limit(),
        of(dimension).limit() / nodes);
  }
}
