package dev.sluice.cluster.lease;

import dev.sluice.call.Call;
import dev.sluice.cluster.link.Reply;
import dev.sluice.cluster.link.Script;
import dev.sluice.config.quota.Dimension;
import dev.sluice.internal.quota.Knowledge;
import dev.sluice.internal.quota.QuotaMirror;
import dev.sluice.internal.quota.QuotaShare;
import dev.sluice.internal.quota.QuotaShares.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The share of one quota: a purse for each dimension, filled by one question at a time. Its fields
/// are guarded by admission's lock; questions are sent, and answers come in, on the agenda.
///
/// ```text
/// leased ── a question or a beat is late ──> alone: fills by rate / N ── a beat is answered ──> leased
/// ```
final class LeasedShare implements QuotaShare {
  private static final long UNHEARD = Duration.ofSeconds(10).toNanos();
  private static final Duration RETURN = Duration.ofMillis(100);
  private static final double NANOS = 1e9;
  private static final double EDGE = 1e-9;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /// How finely margins are told: each attempt changes them a little.
  private static final double MARGINS = 200;

  /// The limit of which nothing is known.
  private static final double UNKNOWN = 1e308;

  /// From which part of its capacity on a bucket counts as full.
  private static final double FULL = 0.999;

  /// The names of dimensions in Redis.
  private static final List<String> NAMES = List.of("r", "t", "i", "o");

  private final ShareMeans means;
  private final String key;
  private final QuotaMirror mirror;
  private final Admission admission;
  private final Purse[] purses = new Purse[Dimension.ALL.size()];

  private @Nullable Want want;
  private long hint;
  private long heard;
  private boolean everHeard;
  private boolean wasAlone;
  private boolean tellsAlone;
  private long filledAt;
  private boolean asking;
  private boolean returning;
  private boolean closed;
  private long number;
  private long connection;
  private int crowd = 1;

  LeasedShare(ShareMeans means, String key, QuotaMirror mirror, Admission admission) {
    this.means = means;
    this.key = key;
    this.mirror = mirror;
    this.admission = admission;
    for (int i = 0; i < purses.length; i++) {
      purses[i] = new Purse();
    }
  }

  @Override
  public long nextOpen(Call call, double[] amounts, double keep, long now) {
    View view = advance(now);
    if (holds(amounts)) {
      return now;
    }
    if (view.alone()) {
      return now + untilFilled(amounts, view, now);
    }
    if (want == null) {
      want = Want.of(call, amounts, keep, means.weight(call.hints().tenant()));
    }
    if (hint - now > 0) {
      return hint;
    }
    ask(now);
    return now + means.patience();
  }

  private boolean holds(double[] amounts) {
    for (int i = 0; i < purses.length; i++) {
      if (amounts[i] > 0 && purses[i].level() + EDGE * amounts[i] < amounts[i]) {
        return false;
      }
    }
    return true;
  }

  /// Brings mode and purses up to now.
  private View advance(long now) {
    View view = means.view();
    if (view.alone()) {
      fillAlone(view, now);
    } else if (wasAlone) {
      comeBack(view);
    } else if (everHeard && now - heard > UNHEARD) {
      for (Purse purse : purses) {
        purse.drop();
      }
    }
    wasAlone = view.alone();
    return view;
  }

  private void fillAlone(View view, long now) {
    if (!wasAlone) {
      filledAt = view.since();
      want = null;
    }
    for (Dimension dimension : Dimension.ALL) {
      Knowledge known = mirror.knowledge(dimension);
      if (known.isBounded()) {
        double share = known.rate() / view.nodes();
        long from = Math.max(filledAt, view.since() + (long) (view.delay(known.window()) * NANOS));
        double seconds = Math.max(0, (now - from) / NANOS);
        purses[dimension.ordinal()].fill(share, share * known.window(), seconds);
      }
    }
    filledAt = now;
  }

  /// Drops what was filled up alone, and pays for the time in which others may have counted the
  /// same share.
  private void comeBack(View view) {
    for (Dimension dimension : Dimension.ALL) {
      Purse purse = purses[dimension.ordinal()];
      Knowledge known = mirror.knowledge(dimension);
      purse.drop();
      if (known.isBounded()) {
        purse.take(view.overlap() * known.rate() / view.nodes());
      }
    }
    tellsAlone = true;
    hint = 0;
  }

  private long untilFilled(double[] amounts, View view, long now) {
    double seconds = 0;
    for (Dimension dimension : Dimension.ALL) {
      double amount = amounts[dimension.ordinal()];
      Knowledge known = mirror.knowledge(dimension);
      if (amount > 0 && known.isBounded()) {
        double share = known.rate() / view.nodes();
        double missing =
            Math.min(amount, share * known.window()) - purses[dimension.ordinal()].level();
        double late = Math.max(0, view.delay(known.window()) - (now - view.since()) / NANOS);
        seconds = Math.max(seconds, late + missing / share);
      }
    }
    return Math.max(1, (long) (seconds * NANOS));
  }

  @Override
  public void take(double[] amounts, long now) {
    boolean low = false;
    for (int i = 0; i < purses.length; i++) {
      purses[i].take(amounts[i]);
      low |= amounts[i] > 0 && purses[i].isLow();
    }
    if (low && !means.view().alone()) {
      ask(now);
    }
  }

  @Override
  public void settle(Dimension dimension, double back, long now) {
    if (back == 0 || !mirror.knowledge(dimension).isBounded()) {
      return;
    }
    Purse purse = purses[dimension.ordinal()];
    purse.put(back);
    if (!means.view().alone() && purse.isOut()) {
      tell(purse.level() < 0, now);
    }
  }

  /// Tells a debt at once, and what is given back a little later, together.
  private void tell(boolean debt, long now) {
    if (debt) {
      ask(now);
    } else if (!returning) {
      returning = true;
      means.agenda().after(RETURN, () -> admission.change(this::giveBack));
    }
  }

  private void giveBack() {
    returning = false;
    ask(means.now());
  }

  @Override
  public void corrected(Dimension dimension, boolean lower) {
    purses[dimension.ordinal()].correct(lower);
  }

  @Override
  public long nextOfDay(long used, long now) {
    long limit = mirror.dayLimit();
    return limit == Long.MAX_VALUE || used < Math.max(1, limit / means.view().nodes())
        ? now
        : now + MINUTE;
  }

  @Override
  public int slots(int limit, int taken, long now) {
    return limit == Integer.MAX_VALUE ? limit : Math.max(1, limit / means.view().nodes());
  }

  @Override
  public double crowd() {
    return crowd;
  }

  @Override
  public void close() {
    closed = true;
    for (Purse purse : purses) {
      purse.size(new Knowledge(Double.POSITIVE_INFINITY, 0, 1), means.view());
    }
    ask(means.now());
  }

  /// Sends a question, unless one is under way.
  private void ask(long now) {
    if (asking || means.view().alone()) {
      return;
    }
    asking = true;
    long asked = ++number;
    List<String> args = question(now);
    means.agenda().run(() -> send(args, asked));
  }

  private List<String> question(long now) {
    View view = means.view();
    boolean first = connection != means.link().connection();
    connection = means.link().connection();
    Want wanted = want;
    var args = new ArrayList<String>();
    args.add("");
    args.add(means.id());
    args.add(String.valueOf(everHeard ? (now - heard) / 1_000 : -1));
    args.add(String.valueOf((first ? 1 : 0) + (tellsAlone ? 2 : 0)));
    args.add(String.valueOf(view.part()));
    args.add(wanted == null ? "" : wanted.tenant());
    args.add(String.valueOf(wanted == null ? 1 : wanted.weight()));
    args.add(wanted == null ? "0" : "1");
    args.addAll(List.of("0", "0", "0", "0"));
    for (Dimension dimension : Dimension.ALL) {
      part(args, dimension, wanted, view, now);
    }
    tellsAlone = false;
    return args;
  }

  private void part(
      List<String> args, Dimension dimension, @Nullable Want wanted, View view, long now) {
    Purse purse = purses[dimension.ordinal()];
    Knowledge known = mirror.knowledge(dimension);
    if (!closed) {
      purse.size(known, view);
    }
    double before = purse.level();
    double back = purse.tell();
    double lacks =
        wanted == null ? 0 : Math.max(0, wanted.amounts()[dimension.ordinal()] - purse.level());
    double need = lacks > 0 ? Math.max(lacks, purse.cap() / 2) : 0;
    double keep = wanted == null || !dimension.countsInput() ? 0 : wanted.keep();
    Boolean lower = purse.takeCorrection();
    args.add(NAMES.get(dimension.ordinal()));
    args.add(String.valueOf(purse.revision()));
    args.add(String.valueOf(Math.min(known.limit(), UNKNOWN)));
    args.add(String.valueOf(Math.ceil(known.margin() * MARGINS) / MARGINS));
    args.add(String.valueOf(known.window()));
    args.add(String.valueOf(view.free(known.window())));
    args.add(String.valueOf(need));
    args.add(String.valueOf(keep));
    args.add(String.valueOf(closed ? 0 : Math.max(0, purse.cap() - purse.level() - need)));
    args.add(String.valueOf(back));
    args.add(String.valueOf(purse.total()));
    boolean corrects = lower != null && known.isBounded();
    args.add(corrects ? String.valueOf(mirror.minute(dimension, now) - before) : "");
    args.add(corrects ? String.valueOf(mirror.burst(dimension, now) - before) : "");
    args.add(Boolean.FALSE.equals(lower) ? "least" : "most");
  }

  // On the agenda.

  private void send(List<String> args, long asked) {
    means.agenda().after(means.patienceAs(), () -> ended(asked, new Reply.Down("late")));
    means
        .link()
        .ask(
            Script.LEASE,
            List.of(key, key + ":w", key + ":f"),
            args,
            reply -> means.agenda().run(() -> ended(asked, reply)));
  }

  private void ended(long asked, Reply reply) {
    admission.change(
        () -> {
          if (asking && asked == number) {
            take(reply);
          }
        });
  }

  private void take(Reply reply) {
    asking = false;
    want = null;
    if (reply instanceof Reply.Values(List<String> values)) {
      take(values);
    } else {
      lost(reply);
    }
  }

  private void take(List<String> values) {
    Answer answer;
    try {
      answer = Answer.of(values, Dimension.ALL.size());
    } catch (IllegalArgumentException malformed) {
      lost(new Reply.Refused("MALFORMED", String.valueOf(malformed.getMessage())));
      return;
    }
    deposit(answer);
  }

  private void lost(Reply why) {
    for (Purse purse : purses) {
      purse.lost();
    }
    means.failed(why);
  }

  private void deposit(Answer answer) {
    long now = means.now();
    View view = means.view();
    heard = now;
    everHeard = true;
    hint = answer.granted() ? now : now + answer.pause();
    crowd = 1 + answer.waiting();
    for (Dimension dimension : Dimension.ALL) {
      deposit(dimension, answer.parts().get(dimension.ordinal()), view, now);
    }
  }

  private void deposit(Dimension dimension, Answer.Part part, View view, long now) {
    Purse purse = purses[dimension.ordinal()];
    double others = purse.granted(part.grant(), part.total());
    if (part.revision() == 0) {
      return;
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
  }
}
