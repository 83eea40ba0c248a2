package dev.sluice.call.answer;

import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The record of one call, as far as its answer has come: its attempts, its waits, and who pays for
/// it. It belongs to the last sink of the call ([Sink#info]), which writes it; filters read it, and
/// leave here what the next attempt is to know.
///
/// A sink that keeps an attempt back, as one of several that race does, has a record of its own.
///
/// Written on the loop, where a method does not say otherwise; safe for any thread to read.
public final class CallInfo {
  private volatile List<AttemptInfo> attempts = List.of();

  /// Whether what the last attempt has said was dropped.
  private volatile boolean dropped;

  /// The usage of attempts before the last one whose answer it goes on with; null where it begins.
  private volatile @Nullable Usage earlier;

  /// What the call owes, where that is not the usage of its attempts.
  private volatile @Nullable Usage owed;

  private volatile Duration queued = Duration.ZERO;
  private volatile Optional<Duration> comeBack = Optional.empty();
  private volatile long firstToken = AttemptInfo.NEVER;

  /// The time in the queue before the first attempt began.
  private volatile Duration queuedBefore = Duration.ZERO;

  private volatile @Nullable Head head;
  private volatile OptionalLong cost = OptionalLong.empty();

  // Written by the call's thread before the loop reads them.
  private volatile String route = "";
  private volatile @Nullable String because;
  private volatile AttemptInfo.@Nullable Listener listener;
  private volatile @Nullable Quote quote;

  /// The price of an answer. Called on the loop: takes no lock.
  @FunctionalInterface
  public interface Quote {
    /// Returns the price in nano-dollars; empty where it is not known.
    ///
    /// @param asked the model that answers, as [AttemptInfo#asked]
    OptionalLong of(String asked, Usage usage);
  }

  // For the filters, on the call's thread.

  /// Sets the route that the call takes.
  public void routed(String name) {
    route = name;
  }

  /// Sets the kind of failure that leads to the next attempt; null for none.
  public void because(@Nullable String kind) {
    because = kind;
  }

  /// Sets the listener of the next attempt.
  public void granted(AttemptInfo.Listener next) {
    listener = next;
  }

  /// Sets what the answer costs. Of several quotes the one that was set first counts, if it knows.
  public void quoted(Quote more) {
    Quote first = quote;
    quote =
        first == null
            ? more
            : (asked, usage) -> {
              OptionalLong price = first.of(asked, usage);
              return price.isPresent() ? price : more.of(asked, usage);
            };
  }

  /// Sets what the payer has paid for the call, in nano-dollars, whatever the outcome.
  public void paid(long nanos) {
    cost = OptionalLong.of(nanos);
  }

  // For the sinks, on the loop.

  /// Adds an attempt, whose answer takes the place of what the one before has said.
  public void attach(AttemptInfo attempt) {
    attempt.begin();
    String kind = because;
    if (kind != null) {
      attempt.because(kind);
    }
    AttemptInfo.Listener granted = listener;
    if (granted != null) {
      attempt.listener(granted);
      listener = null;
    }
    List<AttemptInfo> before = attempts;
    if (before.isEmpty()) {
      queuedBefore = queued;
      attempts = List.of(attempt);
    } else {
      before.getLast().end();
      var more = new ArrayList<>(before);
      more.add(attempt);
      attempts = List.copyOf(more);
    }
    dropped = false;
    owed = null;
  }

  /// Drops what the last attempt has said, whose usage is not this call's to pay.
  public void drop() {
    List<AttemptInfo> made = attempts;
    if (!made.isEmpty()) {
      made.getLast().end();
    }
    dropped = true;
    owed = null;
  }

  /// Notes that the next attempt goes on with the answer of attempts that have used `usage`, which
  /// the call owes too. On the call's thread.
  public void goesOn(Usage usage) {
    dropped = true;
    earlier = usage;
  }

  /// Sets what the call owes, where that is not the usage of its last attempt: a part of what
  /// several calls have used together, or nothing.
  public void owes(Usage usage) {
    owed = usage;
  }

  /// Adds to the time that the call has waited in the queue.
  public void queued(Duration more) {
    queued = queued.plus(more);
  }

  /// Sets how long it takes until a target of the route is open again. Called where the call is
  /// about to fail, and a repeat has no chance earlier.
  public void comeBack(Duration wait) {
    comeBack = Optional.of(wait);
  }

  /// Sets the head of the answer, or of a provider's error.
  void head(Head said) {
    head = said;
  }

  /// Sets when the answer began, unless it has begun before.
  void began(long now) {
    firstToken = firstToken == AttemptInfo.NEVER ? now : firstToken;
  }

  /// Returns the price of the answer that is about to end well; empty where it is not known.
  OptionalLong quote() {
    Quote price = quote;
    return price == null ? OptionalLong.empty() : price.of(asked(), usage());
  }

  // For all.

  /// The last attempt; null where none was made.
  public @Nullable AttemptInfo attempt() {
    List<AttemptInfo> made = attempts;
    return made.isEmpty() ? null : made.getLast();
  }

  /// The last attempt, unless it is `before`; else null. A filter that has asked for an attempt
  /// learns by this whether one was made.
  public @Nullable AttemptInfo since(@Nullable AttemptInfo before) {
    AttemptInfo last = attempt();
    return last == before ? null : last;
  }

  /// The attempts, in their order.
  public List<AttemptInfo> attempts() {
    return attempts;
  }

  /// The target of the last attempt, as `provider/model`; empty where there was none.
  public String target() {
    AttemptInfo last = attempt();
    return last == null ? "" : last.target();
  }

  /// The model that the last attempt asked for ([AttemptInfo#asked]); empty where there was none.
  public String asked() {
    AttemptInfo last = attempt();
    return last == null ? "" : last.asked();
  }

  /// The usage of the answer: that of the attempt that answers, and of those before that it goes on
  /// with.
  public Usage usage() {
    Usage set = owed;
    if (set != null) {
      return set;
    }
    AttemptInfo last = attempt();
    Usage now = last == null || dropped ? Usage.NONE : last.usage();
    Usage first = earlier;
    if (first == null) {
      return now;
    }
    return now.equals(Usage.NONE) ? first : first.and(now);
  }

  /// Whether a request has been sent whose answer is not dropped.
  public boolean sent() {
    AttemptInfo last = attempt();
    return earlier != null || (last != null && !dropped && last.sent());
  }

  /// Whether the answer has failed and has itself said so.
  boolean hasSaidFailure() {
    AttemptInfo last = attempt();
    return last != null && last.hasSaidFailure();
  }

  /// The route that the call has taken; empty for none.
  public String route() {
    return route;
  }

  /// The head that came last, of an answer or of a provider's error.
  public Optional<Head> head() {
    return Optional.ofNullable(head);
  }

  /// When the answer began, on [dev.sluice.call.runtime.Clock#nanos]; [AttemptInfo#NEVER] until
  /// then.
  public long firstToken() {
    return firstToken;
  }

  /// The time that the call has waited in the queue.
  public Duration queued() {
    return queued;
  }

  /// The time that the call had waited in the queue before its first attempt.
  public Duration queuedBefore() {
    return queuedBefore;
  }

  /// The history of the call so far, for its client to see.
  public AttemptHistory history() {
    return history(Map.of(), cost);
  }

  /// The history of the call, with the headers beside the error that ends it.
  AttemptHistory history(Map<String, String> said) {
    return history(said, cost);
  }

  /// The history of the call, with the price of its answer.
  AttemptHistory history(OptionalLong price) {
    return history(Map.of(), price);
  }

  private AttemptHistory history(Map<String, String> said, OptionalLong price) {
    List<AttemptInfo> made = attempts;
    if (made.isEmpty() && queued.isZero() && comeBack.isEmpty() && said.isEmpty()) {
      return price.isEmpty() ? AttemptHistory.NONE : history(List.of(), said, price);
    }
    return history(steps(made), said, price);
  }

  private static List<AttemptHistory.Step> steps(List<AttemptInfo> made) {
    if (made.size() == 1) {
      return List.of(made.getFirst().step());
    }
    return made.stream().map(AttemptInfo::step).toList();
  }

  private AttemptHistory history(
      List<AttemptHistory.Step> steps, Map<String, String> said, OptionalLong price) {
    return new AttemptHistory(target(), steps.size(), steps, queued, comeBack, said, price);
  }
}
