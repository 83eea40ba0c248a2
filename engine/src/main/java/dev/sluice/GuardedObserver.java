package dev.sluice;

import dev.sluice.call.Call;
import dev.sluice.call.CredentialChange;
import dev.sluice.call.Notice;
import dev.sluice.call.pipeline.BatchInfo;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.Condition;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// An application's observer, whose mistakes cost no call: one that throws is reported, one that
/// takes long is named, each once. Sluice's own observers need no such guard, nor the two looks at
/// the clock that it costs each event.
final class GuardedObserver implements Observer {
  /// How long an observer may take for one event.
  static final Duration LONG = Duration.ofMillis(100);

  /// Bound while an observer hears what may be told under a lock of the gateway's.
  static final ScopedValue<Boolean> NOTICE = ScopedValue.newInstance();

  private static final System.Logger LOG = System.getLogger("dev.sluice.gateway");
  private static final String OWN = "dev.sluice.";

  private final Observer observer;
  private final Clock clock;
  private final AtomicBoolean toldLong = new AtomicBoolean();
  private final AtomicBoolean toldThrown = new AtomicBoolean();

  private GuardedObserver(Observer observer, Clock clock) {
    this.observer = observer;
    this.clock = clock;
  }

  /// Returns `observer`, guarded where it is an application's.
  static Observer of(Observer observer, Clock clock) {
    return observer.getClass().getName().startsWith(OWN)
        ? observer
        : new GuardedObserver(observer, clock);
  }

  @Override
  public Call.Trace span(Call.Trace above) {
    return ask("span", above, () -> observer.span(above));
  }

  @Override
  public void callStarted(Call call) {
    tell("callStarted", () -> observer.callStarted(call));
  }

  @Override
  public void callEnded(Call call, Report report) {
    tell("callEnded", () -> observer.callEnded(call, report));
  }

  @Override
  public void queued(Call call, QueueWait wait) {
    tell("queued", () -> observer.queued(call, wait));
  }

  @Override
  public void undecided(Call call, String route, Condition condition) {
    tell("undecided", () -> observer.undecided(call, route, condition));
  }

  @Override
  public void attemptStarted(Call call, String target) {
    tell("attemptStarted", () -> observer.attemptStarted(call, target));
  }

  @Override
  public void attemptEnded(Call call, String target, Report report) {
    tell("attemptEnded", () -> observer.attemptEnded(call, target, report));
  }

  @Override
  public void callSent(Call call) {
    tell("callSent", () -> observer.callSent(call));
  }

  @Override
  public void raced(Call call, boolean won, long wasted) {
    tell("raced", () -> observer.raced(call, won, wasted));
  }

  @Override
  public void shadowed(Call call, String target, boolean copy, Report report) {
    tell("shadowed", () -> observer.shadowed(call, target, copy, report));
  }

  @Override
  public void gathered(Call call, BatchInfo batch) {
    tell("gathered", () -> observer.gathered(call, batch));
  }

  @Override
  public void bisected(Call call) {
    tell("bisected", () -> observer.bisected(call));
  }

  @Override
  public void saved(Call call, String by, int calls) {
    tell("saved", () -> observer.saved(call, by, calls));
  }

  @Override
  public void credentialChanged(CredentialChange change) {
    notice("credentialChanged", () -> observer.credentialChanged(change));
  }

  @Override
  public void noticed(Notice notice) {
    notice("noticed", () -> observer.noticed(notice));
  }

  private void notice(String event, Runnable told) {
    ScopedValue.where(NOTICE, true).run(() -> tell(event, told));
  }

  private void tell(String event, Runnable told) {
    ask(
        event,
        true,
        () -> {
          told.run();
          return true;
        });
  }

  private <T> T ask(String event, T otherwise, Supplier<T> asked) {
    long begun = clock.nanos();
    try {
      return asked.get();
    } catch (RuntimeException | LinkageError | AssertionError mistake) {
      if (!toldThrown.getAndSet(true)) {
        Bugs.report(name() + "." + event + " threw; calls go on without it", mistake);
      }
      return otherwise;
    } finally {
      took(event, clock.nanos() - begun);
    }
  }

  private void took(String event, long nanos) {
    if (nanos > LONG.toNanos() && !toldLong.getAndSet(true)) {
      LOG.log(
          Level.WARNING,
          "the observer {0}.{1} took {2} ms, for which its call stood still, and others may have:"
              + " hand what waits to an executor with platform threads",
          name(),
          event,
          Duration.ofNanos(nanos).toMillis());
    }
  }

  private String name() {
    return observer.getClass().getName();
  }
}
