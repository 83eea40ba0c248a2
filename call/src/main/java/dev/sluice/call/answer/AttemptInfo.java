package dev.sluice.call.answer;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Payer;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import dev.sluice.call.runtime.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The record of one attempt: what is known of it, written once, beside the provider, and read by
/// every filter. An attempt may take several exchanges, whose usage adds up.
///
/// The sinks that the attempt passes by on its way to the client ([Sink#attach]) leave here who is
/// to be asked about it: who has granted it, what it races with, and who owes its usage.
///
/// The idea is Envoy's `StreamInfo`. Written on the loop; safe for any thread to read. Instants are
/// on [Clock#nanos].
public final class AttemptInfo implements AttemptHandle {
  /// The instant of an event that has not happened.
  public static final long NEVER = Long.MIN_VALUE;

  private static final int SENT = 1;
  private static final int MEANT = 2;
  private static final int EMPTY = 4;
  private static final int SAID_FAILURE = 8;

  private final String target;
  private final String asked;
  private final Call.Trace trace;
  private final Clock clock;

  private volatile long begun = NEVER;
  private volatile long connected = NEVER;
  private volatile long firstToken = NEVER;
  private volatile long ended = NEVER;
  private volatile int seen;

  private volatile Used used = new Used(Usage.NONE, Usage.NONE);

  private volatile @Nullable String because;
  private volatile @Nullable Head head;
  private volatile @Nullable Debtor debtor;

  /// Set by the call's thread before the exchange that it concerns.
  private volatile boolean whole;

  // Confined to the loop.
  private @Nullable AttemptHandle current;
  private @Nullable Failed stopped;
  private boolean again;
  private @Nullable Listener listener;
  private @Nullable Rival rival;
  private @Nullable AttemptInfo partOf;

  /// The usage of an attempt: a reader on another thread sees all of it as of one moment.
  private static final class Used {
    /// The usage of the exchanges before the current one.
    private final Usage before;

    /// The usage of the current exchange as it was last told.
    private final Usage told;

    /// An estimate of the output so far, in tokens, where it was written since; 0 for none.
    private volatile long written;

    Used(Usage before, Usage told) {
      this.before = before;
      this.told = told;
    }

    Usage sum() {
      long tokens = written;
      Usage last = tokens == 0 ? told : told.writing(tokens);
      return last.equals(Usage.NONE) ? before : before.and(last);
    }
  }

  /// A listener that is notified of an attempt that it has granted. On the loop: takes no lock.
  public interface Listener {
    /// Notifies that the attempt has had its first meaningful event.
    void started(long at);

    /// Notifies of what the provider's answer, which may be an error, says of its limits.
    void allowed(RateLimitInfo limits);
  }

  /// What an attempt races with. On the loop.
  public interface Rival {
    /// Notifies that the attempt's first token is later than its learned bound, by which the
    /// attempt is about to end.
    ///
    /// @return whether the attempt may go on, since others run beside it; it is stopped when they
    ///   have answered or cannot
    boolean overdue(Failed.TimedOut why);
  }

  /// A caller that may owe an attempt's usage, beside the one caller of a call. It is asked by the
  /// attempt's thread when the attempt has ended.
  public interface Debtor {
    /// The reason why no payer owes the attempt's usage although its answer may be whole; empty
    /// where the outcome alone decides.
    Optional<Payer.Loss.Cause> lost();

    /// Takes the attempt's usage from the callers that would owe it, since the attempt has failed
    /// and its usage is reported as lost instead. Called once, where [#lost] names no cause.
    ///
    /// @return false where a caller that has left owes the usage already
    default boolean disown() {
      return true;
    }

    /// Whether those behind know of the attempt, so that they may owe it.
    default boolean passesOn() {
      return true;
    }

    /// This one, and behind it `next`.
    private Debtor then(Debtor next) {
      return new Debtor() {
        @Override
        public Optional<Payer.Loss.Cause> lost() {
          Optional<Payer.Loss.Cause> cause = Debtor.this.lost();
          return cause.isPresent() ? cause : next.lost();
        }

        @Override
        public boolean disown() {
          return Debtor.this.disown() && (!Debtor.this.passesOn() || next.disown());
        }

        @Override
        public boolean passesOn() {
          return Debtor.this.passesOn() && next.passesOn();
        }
      };
    }
  }

  /// An attempt at `call`.
  ///
  /// @param target the name of the target, as `provider/model`
  /// @param trace the attempt's place in a trace
  public AttemptInfo(Call call, String target, Call.Trace trace, Clock clock) {
    this(target, call.targetName(target), trace, clock);
  }

  /// An attempt at a target whose name names its model.
  ///
  /// @param target the name of the target, as `provider/model`
  /// @param trace the attempt's place in a trace
  public AttemptInfo(String target, Call.Trace trace, Clock clock) {
    this(target, target, trace, clock);
  }

  private AttemptInfo(String target, String asked, Call.Trace trace, Clock clock) {
    this.target = target;
    this.asked = asked;
    this.trace = trace;
    this.clock = clock;
  }

  /// The name of the attempt's target, as `provider/model`.
  public String target() {
    return target;
  }

  /// The model that is asked for, as `provider/model`: the target, or the call's own model where
  /// the target passes names on ([Call#targetName]).
  public String asked() {
    return asked;
  }

  /// The attempt's place in a trace.
  public Call.Trace trace() {
    return trace;
  }

  /// The kind of failure that made this attempt necessary ([dev.sluice.call.Outcome#kind], or
  /// `race`); empty for a call's first attempt.
  public Optional<String> because() {
    return Optional.ofNullable(because);
  }

  /// Sets the kind of failure that made this attempt necessary, unless it is set already.
  public void because(String kind) {
    because = because == null ? kind : because;
  }

  /// The attempt's place in the history of its call.
  public AttemptHistory.Step step() {
    return new AttemptHistory.Step(target, because());
  }

  // What stops it.

  /// Begins an exchange of the attempt, which is stopped at once where the attempt has been.
  public void begin(AttemptHandle exchange) {
    again = current != null;
    current = exchange;
    if (again) {
      used = new Used(usage(), Usage.NONE);
      seen &= ~EMPTY;
    }
    begin();
    if (stopped != null) {
      exchange.abort(stopped);
    }
  }

  /// Returns the record of a call's part in this attempt, which several calls share: it begins now.
  ///
  /// @param leave ends the call's part alone
  public AttemptInfo shared(AttemptHandle leave) {
    var part = new AttemptInfo(target, asked, trace, clock);
    part.because = because;
    part.begin(leave);
    return part;
  }

  /// Begins the attempt, unless it has begun.
  void begin() {
    begun = begun == NEVER ? clock.nanos() : begun;
  }

  /// Makes this attempt a part of `other`, which has begun: an exchange of it.
  public void partOf(AttemptInfo other) {
    partOf = other;
    other.begin(this);
  }

  /// Whether an exchange of the attempt has begun before the current one.
  public boolean isAgain() {
    return again;
  }

  /// Stops the attempt, the exchange under way as well as one that is still to begin.
  @Override
  public void abort(Failed why) {
    stopped = why;
    if (current != null) {
      current.abort(why);
    }
  }

  /// Ends the exchange under way, for which `why` is its outcome; another may follow.
  public void endExchange(Failed why) {
    if (current != null) {
      current.abort(why);
    }
  }

  /// Prepares for an exchange that is to bring a whole answer where a stream would be brought else.
  /// Called before that exchange begins, by the call's thread.
  public void asksForWhole() {
    whole = true;
  }

  /// Whether the answer is asked for whole, so that nothing can be seen of it until it is complete.
  public boolean isWhole() {
    return whole;
  }

  // How far it has come.

  /// Records how far the attempt has come.
  public void progress(Progress progress) {
    switch (progress) {
      case CONNECTED -> connected = connected == NEVER ? clock.nanos() : connected;
      case MEANINGFUL -> means();
      case SENT, ALIVE, TERMINATED -> see(SENT);
    }
    if (partOf != null) {
      partOf.progress(progress);
    }
  }

  private void means() {
    if ((seen & MEANT) != 0) {
      return;
    }
    firstToken = clock.nanos();
    see(SENT | MEANT);
    if (listener != null) {
      listener.started(firstToken);
    }
  }

  private void see(int what) {
    int before = seen;
    if ((before & what) != what) {
      seen = before | what;
    }
  }

  /// Whether the request has been sent.
  public boolean sent() {
    return (seen & SENT) != 0;
  }

  /// Whether the attempt has begun to answer.
  public boolean meant() {
    return (seen & MEANT) != 0;
  }

  /// When the attempt was handed to the transport; [#NEVER] until then.
  public long begun() {
    return begun;
  }

  /// When the attempt had a connection, for the first time; [#NEVER] until then.
  public long connected() {
    return connected;
  }

  /// When the attempt's first meaningful event came; [#NEVER] until then.
  public long firstToken() {
    return firstToken;
  }

  /// When another attempt began, or the answer was dropped; [#NEVER] until then.
  public long ended() {
    return ended;
  }

  /// Records that the attempt has ended, unless it has.
  void end() {
    ended = ended == NEVER ? clock.nanos() : ended;
  }

  // What the answer says.

  /// Records the answer's status and headers.
  public void head(Head said) {
    head = said;
    if (partOf != null) {
      partOf.head(said);
    }
  }

  /// The status and headers of the answer, or of an error; those that came last.
  public Optional<Head> head() {
    return Optional.ofNullable(head);
  }

  /// Records the usage of the exchange so far, which is cumulative: the last one counts.
  public void used(Usage usage) {
    used = new Used(used.before, usage);
    if (partOf != null) {
      partOf.used(usage);
    }
  }

  /// Records an estimate of what has been written, beside the usage that was told last.
  ///
  /// @param tokens the tokens of the output so far
  public void wrote(long tokens) {
    used.written = tokens;
    if (partOf != null) {
      partOf.wrote(tokens);
    }
  }

  /// The usage of all exchanges so far.
  public Usage usage() {
    return used.sum();
  }

  /// Records what the answer says of the provider's limits.
  public void allowed(RateLimitInfo limits) {
    if (listener != null) {
      listener.allowed(limits);
    } else if (partOf != null) {
      partOf.allowed(limits);
    }
  }

  /// Records that the answer that is about to end well has no content: it is `{}`, has no choices
  /// or no data, or only such as say nothing. The answer passes, but is not worth keeping.
  public void withoutContent() {
    see(EMPTY);
    if (partOf != null) {
      partOf.withoutContent();
    }
  }

  /// Whether the answer has no content.
  public boolean isWithoutContent() {
    return (seen & EMPTY) != 0;
  }

  /// Records that the answer has failed and has itself said so: the event passed last is the
  /// provider's own error, so that nothing is added.
  public void saidFailure() {
    see(SAID_FAILURE);
  }

  /// Whether the answer has itself said that it has failed.
  public boolean hasSaidFailure() {
    return (seen & SAID_FAILURE) != 0;
  }

  // What it races with, and its debtors.

  /// Sets the listener of the attempt, which has granted it.
  void listener(Listener granted) {
    listener = granted;
  }

  /// Sets what the attempt races with.
  public void races(Rival with) {
    rival = with;
  }

  /// Asks whether an attempt may go on whose first token is later than its learned bound.
  public boolean overdue(Failed.TimedOut why) {
    return rival != null && rival.overdue(why);
  }

  /// Adds who may owe the attempt's usage, behind those that are there.
  public void owedBy(Debtor more) {
    Debtor there = debtor;
    debtor = there == null ? more : there.then(more);
  }

  /// The reason why no payer owes the attempt's usage, see [Debtor#lost].
  public Optional<Payer.Loss.Cause> lost() {
    Debtor asked = debtor;
    return asked == null ? Optional.empty() : asked.lost();
  }

  /// Takes the attempt's usage from the callers that would owe it, see [Debtor#disown].
  public boolean disown() {
    Debtor asked = debtor;
    return asked == null || asked.disown();
  }
}
