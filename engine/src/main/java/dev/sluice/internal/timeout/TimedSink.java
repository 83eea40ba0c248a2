package dev.sluice.internal.timeout;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Shows an attempt's progress to its [PhaseClock] and keeps one timer. An event that gives more
/// time does not move it: it looks, when it fires, how much time is left by then. Only what comes
/// due sooner, as the first wait of a shorter phase does, sets it anew.
///
/// Two silences are not the target's: while the client does not keep up nothing is read, and when
/// the timer comes late the loop was held up, so that what had arrived was not read either.
final class TimedSink extends ForwardingSink {
  /// A look that comes later than this says that the loop was held up. A timer that was due in the
  /// last moment of a longer pause must notice too.
  private static final long LATE = 10_000_000L;

  private final PhaseBounds bounds;
  private final AttemptTimings timings;
  private final Call call;
  private final Clock clock;

  // Confined to the loop.
  private @Nullable PhaseClock phases;
  private @Nullable AttemptInfo attempt;
  private long due;
  private boolean held;
  private boolean whole;

  // Set on the loop, stopped from the call's thread too.
  private volatile Loop.@Nullable Timer timer;
  private volatile boolean stopped;

  TimedSink(Sink next, PhaseBounds bounds, AttemptTimings timings, Call call, Clock clock) {
    super(next);
    this.bounds = bounds;
    this.timings = timings;
    this.call = call;
    this.clock = clock;
  }

  @Override
  public void attach(AttemptInfo attempt) {
    this.attempt = attempt;
    long now = clock.nanos();
    phases = new PhaseClock(bounds, call.deadline(), now);
    next.attach(attempt);
    arm(phases, now);
  }

  @Override
  public void signal(Signal signal) {
    if (signal instanceof Signal.Whole) {
      whole();
    }
    next.signal(signal);
  }

  /// Gives the attempt the bounds of a whole answer, whose events say nothing of the target's
  /// streams.
  private void whole() {
    bounds.hide();
    timings.forget();
    whole = true;
    if (phases != null) {
      long now = clock.nanos();
      phases.again(now);
      hasten(phases, now);
    }
  }

  @Override
  public void progress(Progress progress) {
    if (phases != null) {
      long now = clock.nanos();
      if (!whole) {
        see(progress, now);
      }
      phases.progress(progress, now);
      hasten(phases, now);
    }
    next.progress(progress);
  }

  @Override
  public void onWritable(Runnable resume) {
    held = true;
    next.onWritable(
        () -> {
          resumed();
          resume.run();
        });
  }

  @Override
  public void end() {
    stop();
    next.end();
  }

  /// Stops the timer, since the attempt has ended. Safe for any thread, any number of times.
  void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    Loop.Timer set = timer;
    if (set != null) {
      set.cancel();
    }
  }

  /// Returns what the attempt has used; nothing where none was made.
  Usage used() {
    return attempt == null ? Usage.NONE : attempt.usage();
  }

  private void see(Progress progress, long now) {
    switch (progress) {
      case CONNECTED -> timings.connected(now);
      case MEANINGFUL -> timings.event(now);
      case ALIVE -> timings.resumed(now);
      case SENT, TERMINATED -> {}
    }
  }

  private void resumed() {
    held = false;
    long now = clock.nanos();
    timings.resumed(now);
    if (phases != null) {
      phases.resume(now);
    }
  }

  private void arm(PhaseClock phases, long now) {
    if (!stopped) {
      long left = phases.untilNext(now);
      due = now + left;
      timer = call.loop().schedule(Duration.ofNanos(left), this::look);
    }
  }

  private void hasten(PhaseClock phases, long now) {
    Loop.Timer set = timer;
    if (set != null && now + phases.untilNext(now) - due < 0) {
      set.cancel();
      arm(phases, now);
    }
  }

  private void look() {
    if (stopped || phases == null || attempt == null) {
      return;
    }
    long now = clock.nanos();
    if (phases.expired(now).isPresent()) {
      excuse(phases, now);
    }
    var expired = phases.expired(now);
    if (expired.isEmpty() || spared(phases, attempt, expired.get())) {
      arm(phases, now);
    } else {
      attempt.abort(expired.get());
    }
  }

  private static boolean spared(PhaseClock phases, AttemptInfo attempt, Failed.TimedOut why) {
    if (!phases.mayBeSpared(why) || !attempt.overdue(why)) {
      return false;
    }
    phases.spare();
    return true;
  }

  private void excuse(PhaseClock phases, long now) {
    if (held) {
      phases.resume(now);
    }
    if (now - due > LATE) {
      phases.forgive(now - due, now);
    }
  }
}
