package dev.sluice.call.pipeline;

import dev.sluice.call.Call;
import dev.sluice.call.CredentialChange;
import dev.sluice.call.Notice;
import dev.sluice.config.Condition;
import java.util.Collection;

/// A listener that is notified of events, and answers nothing. Every start has its end, on every
/// path. Called on the call's virtual thread; must be quick, and must not throw.
public interface Observer {

  /// The place in a trace of a call that begins, or of an attempt: an observer that records spans
  /// gives it one of its own. Asked before it begins; not for attempts at a call that has none.
  ///
  /// @param above the client's place in a trace, or the call's
  default Call.Trace span(Call.Trace above) {
    return above;
  }

  /// Reports that a call begins.
  default void callStarted(Call call) {}

  /// Reports that a call has ended.
  default void callEnded(Call call, Report report) {}

  /// Reports that a condition of a route, or of a target of it, cannot be put to a call, since what
  /// it asks for is not there or is of another type: it counts as one that fails.
  ///
  /// @param route the route's name
  default void undecided(Call call, String route, Condition condition) {}

  /// Reports that a call could not be granted at once: it has waited, or was refused.
  default void queued(Call call, QueueWait wait) {}

  /// Reports that an attempt at `target` (`provider/model`) begins.
  default void attemptStarted(Call call, String target) {}

  /// Reports that an attempt at `target` (`provider/model`) has ended.
  default void attemptEnded(Call call, String target, Report report) {}

  /// Reports that a call is sent to a provider, once however many attempts that takes.
  default void callSent(Call call) {}

  /// Reports that a race has ended: two attempts ran side by side, and one of them was for nothing.
  ///
  /// @param won whether the second one was the first to answer
  /// @param wasted the tokens of the attempt that was for nothing
  default void raced(Call call, boolean won, long wasted) {}

  /// Reports the end of one side of a comparison: of a call that is copied to a target which is
  /// tried out, or of its copy.
  ///
  /// @param target the target of the copy, as `provider/model`
  /// @param copy whether the report is the copy's
  default void shadowed(Call call, String target, boolean copy, Report report) {}

  /// Reports that calls go upstream together.
  default void gathered(Call call, BatchInfo batch) {}

  /// Reports that an upstream call was refused because of some of the calls that it was made for,
  /// and is cut in two.
  default void bisected(Call call) {}

  /// Reports that calls were answered without an upstream call of their own.
  ///
  /// @param by the mechanism that saved the upstream calls, in one word
  default void saved(Call call, String by, int calls) {}

  /// Reports that a credential was set aside, or is used again. Called on any thread but a loop,
  /// and while admission's lock is held: must take no lock.
  default void credentialChanged(CredentialChange change) {}

  /// Reports an event that an operator wants to know of. Called on any thread but a loop, and
  /// possibly while admission's lock is held: must take no lock.
  default void noticed(Notice notice) {}

  /// An observer that notifies each of `observers` in order.
  static Observer all(Collection<? extends Observer> observers) {
    // An array is walked without an iterator, five times a call.
    Observer[] all = observers.toArray(Observer[]::new);
    return new Observer() {
      @Override
      public Call.Trace span(Call.Trace above) {
        Call.Trace span = above;
        for (Observer observer : all) {
          span = observer.span(span);
        }
        return span;
      }

      @Override
      public void callStarted(Call call) {
        for (Observer observer : all) {
          observer.callStarted(call);
        }
      }

      @Override
      public void callEnded(Call call, Report report) {
        for (Observer observer : all) {
          observer.callEnded(call, report);
        }
      }

      @Override
      public void undecided(Call call, String route, Condition condition) {
        observers.forEach(o -> o.undecided(call, route, condition));
      }

      @Override
      public void queued(Call call, QueueWait wait) {
        observers.forEach(o -> o.queued(call, wait));
      }

      @Override
      public void attemptStarted(Call call, String target) {
        for (Observer observer : all) {
          observer.attemptStarted(call, target);
        }
      }

      @Override
      public void attemptEnded(Call call, String target, Report report) {
        for (Observer observer : all) {
          observer.attemptEnded(call, target, report);
        }
      }

      @Override
      public void callSent(Call call) {
        observers.forEach(o -> o.callSent(call));
      }

      @Override
      public void raced(Call call, boolean won, long wasted) {
        for (Observer observer : all) {
          observer.raced(call, won, wasted);
        }
      }

      @Override
      public void shadowed(Call call, String target, boolean copy, Report report) {
        observers.forEach(o -> o.shadowed(call, target, copy, report));
      }

      @Override
      public void gathered(Call call, BatchInfo batch) {
        observers.forEach(o -> o.gathered(call, batch));
      }

      @Override
      public void bisected(Call call) {
        observers.forEach(o -> o.bisected(call));
      }

      @Override
      public void saved(Call call, String by, int calls) {
        observers.forEach(o -> o.saved(call, by, calls));
      }

      @Override
      public void credentialChanged(CredentialChange change) {
        observers.forEach(o -> o.credentialChanged(change));
      }

      @Override
      public void noticed(Notice notice) {
        observers.forEach(o -> o.noticed(notice));
      }
    };
  }
}
