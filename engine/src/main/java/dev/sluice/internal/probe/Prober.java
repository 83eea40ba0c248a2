package dev.sluice.internal.probe;

import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Payer;
import dev.sluice.call.answer.DiscardingResponse;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Launcher;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The maker of probes: asks targets whose circuits no call tries for the least that they can be
/// asked for, each once every 30 s. It outlives the generations of a gateway, so that no reload
/// makes it ask more often. Safe for any thread but a loop.
public final class Prober implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(30);

  /// The deadline of a probe, which never comes: a probe that the target's timeouts end has failed,
  /// while one that a deadline of its own ended would say nothing.
  private static final Duration NO_DEADLINE = Duration.ofDays(1);

  /// The hints of a probe, whose caller is the gateway, so that no client's failures are put down
  /// to it. No key's name has a blank.
  private static final SchedulingHints HINTS =
      new SchedulingHints(Band.NORMAL, SchedulingHints.NOBODY, 0).by("the gateway");

  private final Means means;
  private final AtomicLong numbers = new AtomicLong();

  /// Read without the lock by the thread that looks.
  private volatile Asked asked = new Asked(0, List.of());

  // Guarded by this.
  private final IdentityHashMap<UnderWay, CallHandle> underWay = new IdentityHashMap<>();
  private Loop.@Nullable Timer next;
  private boolean closed;

  /// The dependencies of a prober.
  ///
  /// @param loop carries looks and probes
  /// @param launcher starts probes
  /// @param payer the payer that is told what probes use
  public record Means(Loop loop, Launcher launcher, Payer payer, Clock clock) {}

  /// The targets that may be asked.
  ///
  /// @param number the number that tells these targets from those that replace them
  private record Asked(long number, List<Probed> targets) {}

  /// A probe, which may end before its handle is known.
  private static final class UnderWay {
    /// Whether the probe has ended. Guarded by the prober.
    private boolean ended;
  }

  /// Makes a prober that asks nobody yet.
  public Prober(Means means) {
    this.means = means;
  }

  /// Replaces the targets that may be asked, and cancels the probes of the former ones.
  public synchronized void use(List<? extends Probed> others) {
    if (closed) {
      return;
    }
    replace(List.copyOf(others));
    if (next == null && !others.isEmpty()) {
      next = means.loop().schedule(EVERY, this::tick);
    }
  }

  /// Asks nobody any more; probes under way are cancelled.
  @Override
  public synchronized void close() {
    closed = true;
    replace(List.of());
    if (next != null) {
      next.cancel();
    }
  }

  private synchronized void replace(List<Probed> others) {
    asked = new Asked(asked.number() + 1, others);
    underWay.values().forEach(CallHandle::leave);
    underWay.clear();
  }

  /// Starts a look on a thread of its own. On the loop.
  private void tick() {
    var _ = means.loop().start("probes", this::look);
  }

  private void look() {
    Asked now = asked;
    try {
      now.targets().forEach(target -> ask(target, now.number()));
    } finally {
      again();
    }
  }

  private synchronized void again() {
    boolean on = !closed && !asked.targets().isEmpty();
    next = on ? means.loop().schedule(EVERY, this::tick) : null;
  }

  /// Asks one target. A bug in this keeps no other target from being asked.
  private void ask(Probed target, long number) {
    try {
      target.due().ifPresent(question -> probe(target, question, number));
    } catch (RuntimeException | Error bug) {
      Bugs.report("a circuit could not be probed", bug);
    }
  }

  private void probe(Probed target, Probed.Question question, long number) {
    var probe = new UnderWay();
    var body = new Body(question.body(), () -> ended(probe));
    CallHandle handle =
        means.launcher().launch(target.service(), call(question, body), DiscardingResponse.NOBODY);
    begun(probe, handle, number);
  }

  private Call call(Probed.Question question, Body body) {
    long now = means.clock().nanos();
    return new Call(
        "probe-" + numbers.incrementAndGet(),
        question.operation(),
        question.facts(),
        body,
        Map.of(),
        now,
        Deadline.in(NO_DEADLINE, now),
        means.loop(),
        HINTS,
        FailedTargets.NONE.because(FailedTargets.Cause.PROBE),
        Call.Trace.NONE,
        means.payer(),
        "",
        CallOrigin.NONE);
  }

  /// Keeps the handle of a probe that has not ended yet. Cancels a probe of targets that others
  /// have replaced meanwhile.
  private synchronized void begun(UnderWay probe, CallHandle handle, long number) {
    if (number != asked.number()) {
      handle.leave();
    } else if (!probe.ended) {
      underWay.put(probe, handle);
    }
  }

  private synchronized void ended(UnderWay probe) {
    probe.ended = true;
    underWay.remove(probe);
  }
}
