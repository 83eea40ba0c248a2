package dev.sluice.cluster.lease;

import dev.sluice.call.Call;
import dev.sluice.cluster.lease.NodeStatus.AtHand;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import dev.sluice.config.quota.Dimension;
import dev.sluice.share.QuotaAddress;
import dev.sluice.share.QuotaMirror;
import dev.sluice.share.QuotaShare;
import dev.sluice.share.QuotaShares.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The share of one quota: a purse for each dimension and one for the day, filled by one question
/// at a time. Its fields are guarded by admission's lock; questions are sent, and answers come in,
/// on the agenda.
///
/// ```text
/// leased ── a question or a beat is late ──> alone: fills by rate / N ── a beat is answered ──> leased
/// ```
final class LeasedShare implements QuotaShare {
  private static final long UNHEARD = Duration.ofSeconds(10).toNanos();
  private static final Duration RETURN = Duration.ofMillis(100);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /// How many of its keys the script of leases takes.
  private static final int LEASE_KEYS = 3;

  /// How long a purse that could not be filled is left alone.
  private static final long REFILL = Duration.ofMillis(50).toNanos();

  private final ShareMeans means;
  private final List<String> keys;
  private final QuotaMirror mirror;
  private final Admission admission;
  private final Consumer<LeasedShare> onClose;
  private final Purses purses;
  private final DayPurse day = new DayPurse();
  private final SlotShare slots;

  private final Charges charges = new Charges();

  private @Nullable Call open;
  private @Nullable Want want;
  private long hint;
  private long refill;
  private long heard;
  private boolean everHeard;
  private boolean wasAlone;
  private boolean wasApart;
  private boolean tellsAlone;
  private boolean toldAlone;
  private boolean asking;
  private boolean returning;
  private boolean closed;
  private long connection;
  private final ContentionFactor others;
  private volatile double contention = 1;

  /// @param onClose called when the quota is not used any more
  LeasedShare(
      ShareMeans means,
      String key,
      QuotaMirror mirror,
      Admission admission,
      Consumer<LeasedShare> onClose) {
    this.means = means;
    this.keys = keys(key).subList(0, LEASE_KEYS);
    this.mirror = mirror;
    this.admission = admission;
    this.onClose = onClose;
    this.purses = new Purses(mirror);
    this.slots = new SlotShare(means, key, mirror::concurrent, mirror::underWay, admission);
    long now = means.now();
    hint = now;
    refill = now;
    others = new ContentionFactor(now);
  }

  /// The keys of a quota in Redis: of its leases, and of its slots.
  static List<String> keys(String key) {
    return List.of(key, key + ":w", key + ":f", SlotShare.key(key));
  }

  @Override
  public long nextOpen(Call call, double[] amounts, double keep, long now) {
    View view = advance(now);
    if (purses.hold(amounts)) {
      open = call;
      return now;
    }
    if (view.alone()) {
      return now + purses.untilFilled(amounts, view, now);
    }
    purses.blocked(amounts);
    if (want == null) {
      want = Want.of(call, amounts, keep, contention > 1);
    }
    return asked(now);
  }

  /// Returns when an answer is there, or when to ask again. A call of a former configuration may
  /// still come, and needs the share again.
  private long asked(long now) {
    closed = false;
    if (hint - now > 0) {
      return hint;
    }
    ask(now);
    return now + means.patience();
  }

  /// Brings mode and purses up to now.
  private View advance(long now) {
    View view = means.view();
    if (view.alone()) {
      if (!wasAlone) {
        want = null;
        others.leaves();
        charges.clear();
      }
      purses.fillAlone(view, !wasAlone, now);
      wasApart |= means.isApart();
    } else if (wasAlone) {
      purses.comeBack(view, wasApart && !means.isHeldBack());
      tellsAlone = true;
      hint = now;
    } else if (everHeard && now - heard > UNHEARD) {
      purses.drop();
    }
    wasAlone = view.alone();
    return view;
  }

  @Override
  public void take(double[] amounts, long now) {
    boolean low = purses.take(amounts);
    charge(amounts);
    if (mirror.dayLimit() < Long.MAX_VALUE) {
      day.take();
    }
    if (low && refill - now <= 0) {
      ask(now);
    }
  }

  /// Charges the call that was asked for last, which is the one that is let through.
  private void charge(double[] amounts) {
    String tenant = open == null ? "" : open.hints().tenant();
    open = null;
    if (!tenant.isEmpty() && !means.view().alone()) {
      charges.add(tenant, purses.minutes(amounts) / means.weight(tenant));
    }
  }

  @Override
  public void settle(Dimension dimension, double back, long now) {
    if (back == 0 || !mirror.isBounded(dimension)) {
      return;
    }
    if (!purses.put(dimension, back) || means.view().alone()) {
      return;
    }
    if (back < 0 && !asking) {
      ask(now);
    } else {
      askSoon();
    }
  }

  /// Tells what is given back, or was corrected, a little later, together.
  private void askSoon() {
    if (!returning) {
      returning = true;
      means.agenda().after(RETURN, () -> admission.change(this::askNow));
    }
  }

  /// Asks, behind the question that is under way: that one has not told what has come since.
  private void askNow() {
    returning = false;
    if (asking) {
      askSoon();
    } else {
      ask(means.now());
    }
  }

  @Override
  public void corrected(Dimension dimension, boolean lower) {
    purses.correct(dimension, lower);
    if (lower && !means.view().alone()) {
      askSoon();
    }
  }

  @Override
  public long nextOfDay(long used, long now) {
    long limit = mirror.dayLimit();
    if (limit == Long.MAX_VALUE) {
      return now;
    }
    View view = advance(now);
    if (view.alone()) {
      return used < Math.max(1, limit / view.nodes()) ? now : now + MINUTE;
    }
    if (day.holds()) {
      return now;
    }
    long then = asked(now);
    return day.isSpent() ? now + MINUTE : then;
  }

  @Override
  public long nextOfSlots(int limit, int taken, long now) {
    return slots.nextOpen(limit, taken, now);
  }

  @Override
  public int processes() {
    return means.view().nodes();
  }

  @Override
  public double contention() {
    return contention;
  }

  @Override
  public void close() {
    closed = true;
    want = null;
    ask(means.now());
    slots.close();
    onClose.accept(this);
  }

  /// Gives everything back, since the node leaves. Not under admission's lock.
  void leave() {
    admission.change(this::close);
  }

  /// What is at hand, for people. Any thread.
  Stream<AtHand> atHand(QuotaAddress address, int nodes) {
    return purses.shown(address, nodes);
  }

  /// Whether Redis has to be told of more that was used. Any thread.
  boolean owes() {
    return purses.isOwing();
  }

  /// Sends a question, unless one is under way.
  private void ask(long now) {
    if (asking || advance(now).alone()) {
      return;
    }
    asking = true;
    List<String> args = question(now);
    Question.ask(
        means.question(connection),
        Script.LEASE,
        keys,
        args,
        reply -> admission.change(() -> take(reply)));
  }

  private List<String> question(long now) {
    View view = means.view();
    long on = means.link().connection();
    boolean first = means.isFirst(connection, on);
    connection = on;
    toldAlone = tellsAlone || (everHeard && view.since() - heard > 0);
    Want wanted = want;
    others.asked(wanted != null);
    var args = new ArrayList<String>();
    args.add("");
    args.add(means.id());
    args.add(String.valueOf(elapsed(now)));
    args.add(String.valueOf((first ? 1 : 0) + (toldAlone ? 2 : 0)));
    args.add(String.valueOf(view.part()));
    args.add(wanted == null ? "" : wanted.tenant());
    args.add(String.valueOf(charges.size()));
    args.add(wanted == null && (closed || !day.isWanted()) ? "0" : "1");
    day.addTo(args, mirror.dayLimit(), view.nodes(), closed);
    charges.addTo(args);
    for (int i = 0; i < Dimension.ALL.size(); i++) {
      purses.addTo(args, i, wanted, view, closed, now);
    }
    return args;
  }

  /// Returns how many microseconds have passed in which this node counted on the centre; -1 if it
  /// never did. Where several servers answer, or this quota alone was out of reach, beats do not
  /// tell who was alone, and all have used their parts of what came in meanwhile.
  private long elapsed(long now) {
    if (!everHeard) {
      return -1;
    }
    boolean untold = wasApart || means.link().isSpread();
    return toldAlone && untold ? 0 : (now - heard) / 1_000;
  }

  private void take(RedisReply reply) {
    asking = false;
    want = null;
    purses.again();
    if (!(reply instanceof RedisReply.Values(List<String> values))) {
      lost(reply);
      return;
    }
    try {
      deposit(LeaseReply.of(values, Dimension.ALL.size()));
    } catch (IllegalArgumentException malformed) {
      lost(new RedisReply.Refused("MALFORMED", String.valueOf(malformed.getMessage())));
    }
  }

  private void lost(RedisReply why) {
    purses.lost();
    day.lost();
    charges.lost();
    connection = 0;
    means.failed(why);
  }

  private void deposit(LeaseReply answer) {
    long now = means.now();
    View view = means.view();
    heard = now;
    everHeard = true;
    tellsAlone &= !toldAlone;
    wasApart &= !toldAlone;
    means.answered();
    charges.heard();
    hint = answer.granted() ? now : now + answer.pause();
    refill = now + REFILL;
    day.granted(answer.day());
    Purses.Granted of = purses.deposit(answer.parts(), view, now);
    contention = others.answered(answer, of, now);
    if ((answer.granted() || of.isSome()) && answer.waiting() == 0) {
      refill = now;
    }
    if (closed && (purses.isLeft() || day.isLeft())) {
      ask(now);
    }
  }
}
