package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.Ceiling;
import dev.sluice.accounts.budget.SharedWindow;
import dev.sluice.accounts.budget.SharedWindow.Sums;
import dev.sluice.accounts.ledger.LeaseTable.Amount;
import dev.sluice.accounts.ledger.LeaseTable.Grant;
import dev.sluice.accounts.ledger.LeaseTable.Want;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// This process's part of one window: what calls wait for, and what was granted. Guarded by itself.
final class Lease {
  /// How long a call that finds no room is not asked for after one that was granted less than it
  /// needs.
  private static final long FRUITLESS_NS = Duration.ofMillis(100).toNanos();

  private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

  /// What is granted ahead is what two seconds take, and four calls.
  private static final long SECONDS = 2;

  private static final long CALLS = 4;
  private static final long PARTS = 16;

  private static final Sums NONE = new Sums(0, 0, 0, 0, false);

  private SharedWindow window;

  /// What another count of the same window has, which was made before: a clock has jumped.
  private Sums before = NONE;

  private Amount asked = Amount.NONE;

  /// The least that a call has asked for, of either sum.
  private Amount least = Amount.MOST;

  private boolean askedLarge;
  private List<CompletableFuture<Boolean>> waiting = new ArrayList<>();

  /// What a call is likely to cost that has asked.
  private long usualLikely;

  /// Whether calls were granted all that they have asked for last. Where they were not, what was
  /// granted and not used goes back before they ask again: what is left here and there is too
  /// little for a call, and may be enough together.
  private boolean whole = true;

  private long fruitlessUntil;
  private boolean changed = true;
  private Sums written = new Sums(-1, -1, -1, -1, false);
  private List<CompletableFuture<Boolean>> answering = List.of();

  /// What was spent a second ago or more, when that was, and how much it is a second.
  private long spent;

  private long at;
  private long rate;

  /// What nobody had by the last answer, for one process.
  private Amount left = Amount.NONE;

  Lease(SharedWindow window, long now) {
    this.window = window;
    this.at = now;
    this.spent = window.sums().spent();
    this.fruitlessUntil = now - FRUITLESS_NS;
  }

  /// Takes the counts that an asker has.
  synchronized void use(SharedWindow next) {
    if (!window.isSame(next)) {
      before = plus(window.sums(), before);
    }
    window = next;
  }

  /// Adds what a call needs.
  ///
  /// @param waits is told once there is an answer
  /// @return false where it makes no sense to ask now
  synchronized boolean ask(
      SharedWindow by, Amount needs, CompletableFuture<Boolean> waits, long now) {
    use(by);
    if (now - fruitlessUntil < 0) {
      return false;
    }
    if (by.isLarge(needs.likely(), needs.worst())) {
      askedLarge = true;
    } else {
      asked = asked.plus(needs);
      least = least.atMost(needs);
      usualLikely = usualLikely == 0 ? needs.likely() : (usualLikely + needs.likely()) / 2;
    }
    waiting.add(waits);
    changed = true;
    return true;
  }

  /// Notes that the sums have changed.
  synchronized void change(SharedWindow by) {
    use(by);
    changed = true;
  }

  /// Whether there is anything to write.
  synchronized boolean isDue() {
    Ceiling held = window.ceiling();
    Sums now = window.sums();
    return changed
        || !waiting.isEmpty()
        || !now.equals(written)
        || held.large()
        || held.likely() > now.likely()
        || held.worst() > now.worst();
  }

  /// Whether nothing can change any more, and all is written.
  synchronized boolean isOver(long wall) {
    return window.span().until() <= wall && !isDue();
  }

  /// Lowers the ceiling to what is in use and wanted, and says what is wanted. What is let in from
  /// now on stays below that until there is an answer.
  synchronized Want want(long now) {
    pace(now);
    Ceiling held = window.ceiling();
    Sums first = window.sums();
    boolean busy = changed || !first.equals(written);
    Amount ahead = busy && whole && !askedLarge ? ahead() : Amount.NONE;
    Amount wanted = whole ? asked.plus(ahead.atMost(left)) : Amount.NONE;
    Amount keep =
        new Amount(first.likely(), first.worst())
            .plus(wanted)
            .atMost(new Amount(held.likely(), held.worst()));
    boolean large = held.large() && (askedLarge || first.large());
    window.hold(
        new Ceiling(keep.likely(), keep.worst(), held.others(), held.open(), large, held.room()));
    Sums sums = window.sums();
    var want =
        new Want(
            window.limits(),
            plus(sums, before),
            keep.plus(new Amount(before.likely(), before.worst())),
            asked,
            least,
            ahead,
            askedLarge || sums.large());
    written = sums;
    changed = false;
    answering = waiting;
    forget();
    return want;
  }

  private Amount ahead() {
    long soon = SECONDS * rate;
    return new Amount(soon + CALLS * usualLikely, soon + CALLS * window.usualWorst());
  }

  private void pace(long now) {
    long passed = now - at;
    if (passed >= SECOND_NS) {
      long more = Math.max(0, window.sums().spent() - spent);
      long of = (long) ((double) more * SECOND_NS / passed);
      rate = Math.max(of, rate / 2);
      spent += more;
      at = now;
    }
  }

  /// Takes what was granted, and tells the calls that have waited for it.
  void granted(Grant grant, long now) {
    take(grant, now).forEach(waits -> waits.complete(true));
  }

  private synchronized List<CompletableFuture<Boolean>> take(Grant grant, long now) {
    var upTo = grant.upTo().minus(new Amount(before.likely(), before.worst()));
    Amount room = upTo.minus(new Amount(written.likely(), written.worst()));
    left = grant.left().part(PARTS * grant.nodes());
    window.hold(
        new Ceiling(
            upTo.likely(),
            upTo.worst(),
            grant.others() + before.spent(),
            grant.open() - before.open(),
            grant.large(),
            new Ceiling.Room(room.likely(), room.worst())));
    whole = grant.whole();
    if (!whole) {
      fruitlessUntil = now + FRUITLESS_NS;
    }
    return answering;
  }

  /// Tells the calls that wait that there is no answer.
  void refused() {
    List<CompletableFuture<Boolean>> all;
    synchronized (this) {
      all = new ArrayList<>(answering);
      all.addAll(waiting);
      forget();
      changed = true;
    }
    all.forEach(waits -> waits.complete(false));
  }

  private void forget() {
    waiting = new ArrayList<>();
    asked = Amount.NONE;
    least = Amount.MOST;
    askedLarge = false;
  }

  private static Sums plus(Sums one, Sums other) {
    return new Sums(
        one.spent() + other.spent(),
        one.likely() + other.likely(),
        one.worst() + other.worst(),
        one.open() + other.open(),
        one.large() || other.large());
  }

  /// What this process has spent in the window, and nothing is under way of.
  synchronized long spent() {
    return window.sums().spent() + before.spent();
  }
}
