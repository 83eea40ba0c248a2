package dev.sluice.call;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The account that a call is made for: it may refuse the call, and pays for what the call uses.
///
/// ```text
/// enter ──> (cache) ──> reserve ──> attempts ──> settle what reserve gave ──> settle what enter gave
/// ```
///
/// A payer is asked twice: [#enter] in front of everything, for limits that count calls and tokens,
/// and [#reserve] behind the cache, for money, since an answer that is there costs nothing. What
/// both give is settled exactly once, on every path.
///
/// One payer serves all calls of a key. Called on calls' threads, and never on a loop but for
/// [Payment#quote]. While it waits, so does its call, and what blocks without parking (files,
/// native code) holds up the calls of a whole loop: it waits a little at most, and asks no store.
public interface Payer {
  /// A payer that lets every call in and counts nothing, for calls that nobody pays for.
  Payer NOBODY =
      new Payer() {
        @Override
        public Decision enter(Call call) {
          return Accepted.FREE;
        }

        @Override
        public Decision reserve(Call call, List<String> targets, int attempts) {
          return Accepted.FREE;
        }

        @Override
        public boolean pays() {
          return false;
        }
      };

  /// Decides whether a call is let in by the limits on calls and tokens; the call may still be
  /// answered from a cache.
  Decision enter(Call call);

  /// Sets aside the money that a call is expected to cost.
  ///
  /// @param targets the targets that may answer the call, as `provider/model`
  /// @param attempts the number of attempts whose usage the payer may owe; more than one where an
  ///   answer that breaks off may go on at another target
  Decision reserve(Call call, List<String> targets, int attempts);

  /// Sets aside the money that a call is expected to cost which one attempt answers.
  default Decision reserve(Call call, List<String> targets) {
    return reserve(call, targets, 1);
  }

  /// Notes what an attempt at one of this payer's calls, or at a copy of one, has used and the
  /// payer does not owe: it is the gateway's to pay. What payers owe and what is told here add up
  /// to what providers bill. Called on the attempt's thread, before or after its call is settled.
  default void lost(Call call, Loss loss) {}

  /// Whether calls have to be put to this payer at all.
  default boolean pays() {
    return true;
  }

  /// Whether the calls of this payer may use no more than one attempt at a time does: they do not
  /// race.
  default boolean strict() {
    return false;
  }

  /// The share that is left of the budget of this payer of which the least is, from 0 to 1; empty
  /// where it has none. Takes no lock.
  default OptionalDouble left() {
    return OptionalDouble.empty();
  }

  /// The decision of a payer about a call.
  sealed interface Decision permits Accepted, Refused {}

  /// The call may go on.
  ///
  /// @param payment settled when the call has ended
  record Accepted(Payment payment) implements Decision {
    /// The acceptance of a call that nobody pays for.
    public static final Accepted FREE = new Accepted(_ -> {});
  }

  /// The call may not go on.
  record Refused(Failed why) implements Decision {}

  /// The money or the counts that a payer has set aside for one call.
  @FunctionalInterface
  interface Payment {
    /// Settles the account of a call that has ended. Called once, on the call's thread.
    void settle(Bill bill);

    /// The price of an answer with this usage, in nano-dollars; empty where it is not known. Called
    /// on the loop, where an answer is about to end: takes no lock.
    ///
    /// @param target the target that answers, as `provider/model`
    default OptionalLong quote(String target, Usage usage) {
      return OptionalLong.empty();
    }

    /// The cost of the settled call, in nano-dollars; empty where it is not known. Called after
    /// [#settle], by the same thread.
    default OptionalLong cost() {
      return OptionalLong.empty();
    }
  }

  /// The usage of an attempt that no payer owes.
  ///
  /// @param target the target of the attempt, as `provider/model`
  /// @param cause the reason why no payer owes the usage
  /// @param usage the usage; [Usage#NONE] where a request was sent and nothing is known of its
  ///   usage
  /// @param outcome the outcome of the attempt
  record Loss(String target, Cause cause, Usage usage, Outcome outcome) {
    /// The reason why no payer owes the usage of an attempt.
    public enum Cause {
      /// The attempt failed before its answer began, whether or not the call was sent again.
      RETRY,
      /// Another attempt beside this one was the first to answer.
      RACE,
      /// The attempt was to continue an answer that had broken off, and failed before it did.
      RESUME,
      /// The calls that shared the attempt gave up before their answer came, or could not be given
      /// their part of the answer.
      SHARED,
      /// The attempt was a copy of a call, to try a target out.
      SHADOW,
      /// The attempt was a call of the gateway's own, to test a circuit.
      PROBE;

      /// The cause in one word, for metrics and logs.
      public String word() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /// The bill for a call, by which its payer settles.
  ///
  /// @param target the target that answered last, as `provider/model`; empty where no target was
  ///   asked
  /// @param usage the usage at that target; [Usage#NONE] where it is not known
  /// @param sent whether a request has reached that target
  /// @param owed whether the payer owes what was used: the client has the answer, or some of it, or
  ///   has left. The usage of all other attempts is the gateway's loss
  /// @param outcome the outcome of the call
  record Bill(String target, Usage usage, boolean sent, boolean owed, Outcome outcome) {}
}
