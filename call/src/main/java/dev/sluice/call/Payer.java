package dev.sluice.call;

import java.util.List;
import java.util.Locale;
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
/// One payer serves all calls of a key. Called on calls' threads, never on a loop; it waits for
/// nothing, and asks no store.
public interface Payer {
  /// Nobody pays: such calls are neither limited nor counted.
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

  /// Lets a call in, or not; it may still be answered from a cache.
  Decision enter(Call call);

  /// Sets aside what a call is expected to cost.
  ///
  /// @param targets those that may answer it, as `provider/model`
  /// @param attempts of how many attempts the payer may owe what they use: of more than one where
  ///   an answer that breaks off may go on elsewhere
  Decision reserve(Call call, List<String> targets, int attempts);

  /// Sets aside what a call is expected to cost that one attempt answers.
  default Decision reserve(Call call, List<String> targets) {
    return reserve(call, targets, 1);
  }

  /// An attempt at one of its calls, or at a copy of one, has used what this payer does not owe: it
  /// is the gateway's to pay. What payers owe and what is told here add up to what providers bill.
  /// Called on the attempt's thread, before or after its call is settled.
  default void lost(Call call, Loss loss) {}

  /// Whether it has to be asked at all.
  default boolean pays() {
    return true;
  }

  /// Whether its calls may use no more than one attempt at a time does: they do not race.
  default boolean strict() {
    return false;
  }

  /// What a payer says to a call.
  sealed interface Decision permits Accepted, Refused {}

  /// The call may go on.
  ///
  /// @param payment to be settled when it has ended
  record Accepted(Payment payment) implements Decision {
    /// A call that nobody pays for.
    public static final Accepted FREE = new Accepted(_ -> {});
  }

  /// It may not.
  record Refused(Failed why) implements Decision {}

  /// What a payer has set aside for one call.
  @FunctionalInterface
  interface Payment {
    /// The call has ended. Called once, on the call's thread.
    void settle(Bill bill);

    /// What an answer costs that has used so much, in nano-dollars; empty where that is not known.
    /// Asked on the loop, where an answer is about to end: takes no lock.
    ///
    /// @param target the one that answers, as `provider/model`
    default OptionalLong quote(String target, Usage usage) {
      return OptionalLong.empty();
    }

    /// What the call has cost, in nano-dollars; empty where that is not known. Asked once it is
    /// settled, by the same thread.
    default OptionalLong cost() {
      return OptionalLong.empty();
    }
  }

  /// What an attempt has used that nobody owes.
  ///
  /// @param target where, as `provider/model`
  /// @param cause why nobody owes it
  /// @param usage what it used; [Usage#NONE] where a request was sent and nothing is known of it
  /// @param outcome what became of the attempt
  record Loss(String target, Cause cause, Usage usage, Outcome outcome) {
    /// Why nobody owes it.
    public enum Cause {
      /// It has failed before its answer began, whether or not the call was sent again.
      RETRY,
      /// Another attempt beside it was the first to answer.
      RACE,
      /// It was to go on with an answer that had broken off, and has failed before it did.
      RESUME,
      /// Calls that shared it have given up before their answer came, or could not be given their
      /// part of it.
      SHARED,
      /// It was a copy, to try a target out.
      SHADOW,
      /// It was a call of the gateway's own, to try a circuit.
      PROBE;

      /// It in one word.
      public String word() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /// What is to be paid for a call.
  ///
  /// @param target the one that answered last, as `provider/model`; empty where none was asked
  /// @param usage what it used there; [Usage#NONE] where that is not known
  /// @param sent whether a request has reached that target
  /// @param owed whether the payer owes what was used: the client has the answer, or some of it, or
  ///   has left. What else attempts have used is the gateway's loss
  /// @param outcome what became of the call
  record Bill(String target, Usage usage, boolean sent, boolean owed, Outcome outcome) {}
}
