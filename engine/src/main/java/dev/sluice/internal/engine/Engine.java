package dev.sluice.internal.engine;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.pipeline.CallExecutor;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Launcher;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The engine that runs calls: each call that comes in gets a virtual thread of its own and runs
/// through the pipeline. Safe for any thread. Applications that embed it use [dev.sluice.Gateway].
public final class Engine implements CallExecutor, Launcher {
  /// How long calls may take to end that were interrupted. What is left then hangs in a callback
  /// that ignores its interrupt, and is no reason to hang with it.
  static final Duration LAST_STEPS = Duration.ofSeconds(10);

  private static final System.Logger LOG = System.getLogger("dev.sluice.gateway");

  /// How many of the calls that are left are named.
  private static final int NAMED = 10;

  private static final Failed DRAINING = new Failed.Shed(Failed.Reason.DRAINING, Optional.empty());

  private final Consumer<Failed> shed;
  private final Clock clock;
  private final Duration lastSteps;

  private final RunningCalls running = new RunningCalls();

  private final Consumer<CallTask> ended = this::ended;

  private final CountDownLatch empty = new CountDownLatch(1);

  /// The pipeline that calls pass. Read once by each call.
  private volatile Service pipeline;

  private volatile boolean draining;
  private volatile boolean impatient;
  private volatile boolean gaveUp;

  /// @param pipeline the pipeline that every call passes; see
  ///   [dev.sluice.internal.wiring.Pipelines]
  public Engine(Service pipeline) {
    this(pipeline, _ -> {}, Clock.SYSTEM);
  }

  /// @param pipeline the pipeline that every call passes; see
  ///   [dev.sluice.internal.wiring.Pipelines]
  /// @param shed ends the calls that wait for a grant, with a reason; called when the engine begins
  ///   to drain
  public Engine(Service pipeline, Consumer<Failed> shed, Clock clock) {
    this(pipeline, shed, clock, LAST_STEPS);
  }

  Engine(Service pipeline, Consumer<Failed> shed, Clock clock, Duration lastSteps) {
    this.pipeline = pipeline;
    this.shed = shed;
    this.clock = clock;
    this.lastSteps = lastSteps;
  }

  /// Sends the calls that come from now on through `next`; calls under way keep theirs.
  public void use(Service next) {
    pipeline = next;
  }

  @Override
  public CallHandle start(Call call, ClientResponse response) {
    var task = new CallTask(pipeline, call, response, clock, ended);
    task.place(running.add(task));
    if (draining) {
      refuse(task, call, response);
    } else {
      start(task, call);
    }
    return task;
  }

  @Override
  public CallHandle launch(Service through, Call call, ClientResponse response) {
    var task = new CallTask(through, call, response, clock, ended);
    task.place(running.add(task));
    start(task, call);
    if (impatient) {
      task.interrupt(DRAINING);
    }
    return task;
  }

  /// Starts a task. A call that cannot be started is removed from the running ones, since its end
  /// would be awaited in vain.
  private void start(CallTask task, Call call) {
    try {
      task.start();
    } catch (RuntimeException | Error bug) {
      call.body().close();
      ended(task);
      throw bug;
    }
  }

  @Override
  public int running() {
    return running.size();
  }

  @Override
  public void drain(Duration limit) throws InterruptedException {
    draining = true;
    shed.accept(DRAINING);
    checkEmpty();
    if (!empty.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      impatient = true;
      running.forEach(task -> task.interrupt(DRAINING));
      awaitLastSteps();
    }
  }

  /// Waits for calls that were interrupted, once: those that were given up are not waited for
  /// again.
  private void awaitLastSteps() throws InterruptedException {
    if (gaveUp || empty.await(lastSteps.toNanos(), TimeUnit.NANOSECONDS)) {
      return;
    }
    gaveUp = true;
    List<String> left = new ArrayList<>();
    running.forEach(task -> left.add(task.id()));
    LOG.log(
        Level.WARNING,
        "{0} calls have not ended {1} s after their interrupt, and are left behind: {2}; a callback"
            + " of theirs ignores it",
        left.size(),
        lastSteps.toSeconds(),
        String.join(", ", left.subList(0, Math.min(NAMED, left.size()))));
  }

  private void refuse(CallTask task, Call call, ClientResponse response) {
    try {
      call.loop().execute(() -> response.refuse(DRAINING, AttemptHistory.NONE));
    } finally {
      call.body().close();
      ended(task);
    }
  }

  /// Whether the calling thread is that of a call under way, so that it must not wait for the end
  /// of all calls.
  public boolean isCallThread() {
    Thread caller = Thread.currentThread();
    var found = new AtomicBoolean();
    if (caller.isVirtual()) {
      running.forEach(task -> found.compareAndSet(false, task.isOn(caller)));
    }
    return found.get();
  }

  private void ended(CallTask task) {
    running.remove(task.place());
    checkEmpty();
  }

  private void checkEmpty() {
    if (draining && running.isEmpty()) {
      empty.countDown();
    }
  }
}
