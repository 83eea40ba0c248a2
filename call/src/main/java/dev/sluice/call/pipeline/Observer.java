package dev.sluice.call.pipeline;

import dev.sluice.call.Call;
import dev.sluice.call.CredentialChange;
import dev.sluice.call.Notice;
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

  /// A call begins.
  default void callStarted(Call call) {}

  /// It has ended.
  default void callEnded(Call call, Report report) {}

  /// A call could not be granted at once: it has waited, or was refused.
  default void queued(Call call, QueueWait wait) {}

  /// An attempt at `target` (`provider/model`) begins.
  default void attemptStarted(Call call, String target) {}

  /// It has ended.
  default void attemptEnded(Call call, String target, Report report) {}

  /// A call is sent to a provider, however many attempts that takes.
  default void callSent(Call call) {}

  /// A race has ended: two attempts ran side by side, and one of them was for nothing.
  ///
  /// @param won whether the second one was the first to answer
  /// @param wasted the tokens of the other one
  default void raced(Call call, boolean won, long wasted) {}

  /// One side of a comparison has ended: a call that is copied to a target which is tried out, or
  /// its copy.
  ///
  /// @param target that of the copy, `provider/model`
  /// @param copy whether the report is the copy's
  default void shadowed(Call call, String target, boolean copy, Report report) {}

  /// Calls go upstream together.
  default void gathered(Call call, BatchInfo batch) {}

  /// An upstream call was refused because of some of those that it was made for: it is cut in two.
  default void bisected(Call call) {}

  /// Calls were answered without an upstream call of their own.
  ///
  /// @param by one word for what has saved them
  default void saved(Call call, String by, int calls) {}

  /// A credential was set aside, or is used again. On any thread but a loop, and while admission's
  /// lock is held: must take no lock.
  default void credentialChanged(CredentialChange change) {}

  /// Something happened that an operator wants to know of. On any thread but a loop, and possibly
  /// while admission's lock is held: must take no lock.
  default void noticed(Notice notice) {}

  /// Notifies each of `observers` in order.
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
