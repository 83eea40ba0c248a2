package dev.sluice.call;

import java.util.List;

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
        public Decision reserve(Call call, List<String> targets) {
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
  Decision reserve(Call call, List<String> targets);

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
