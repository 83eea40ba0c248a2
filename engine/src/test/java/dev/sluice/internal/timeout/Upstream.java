package dev.sluice.internal.timeout;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.TimeoutConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Attempts at one target in virtual time, any number at once: what [PhaseTimeouts] does on each
/// call's thread is done by events here.
public final class Upstream {
  /// Never.
  static final double DEAD = Double.POSITIVE_INFINITY;

  public static final String TARGET = "p/m";

  final VirtualLoop loop;
  public final LatencyRegistry registry = new LatencyRegistry();

  /// Whether it accepts calls and says nothing, whatever it was about to say.
  public boolean silent;

  /// Whether attempts go on beyond a learned bound, since others run beside them; and how many
  /// have.
  boolean spares;

  int spared;

  /// The attempt that was begun last.
  @Nullable AttemptHandle last;

  private final TimeoutConfig config;

  public Upstream(VirtualLoop loop, TimeoutConfig config) {
    this(loop, config, "m");
  }

  /// @param model the name by which something may be known of it beforehand
  public Upstream(VirtualLoop loop, TimeoutConfig config, String model) {
    this.loop = loop;
    this.config = config;
    registry.target(TARGET, _ -> Prior.of("openai", model));
  }

  /// How an attempt ended, and after how many seconds.
  public record End(Outcome outcome, double seconds) {
    public boolean timedOut() {
      return outcome instanceof Failed.TimedOut;
    }
  }

  /// A call that is streamed and not retried.
  public Call call() {
    return Calls.call(loop, "m", true, Duration.ofHours(1));
  }

  /// The same call, whose answer comes whole.
  public Call whole() {
    return Calls.call(loop, "m", false, Duration.ofDays(1));
  }

  public static Call retried(Call call) {
    return call.withFailedTargets(call.failedTargets().and("other/m"));
  }

  public static Call sized(Call call, int bytes) {
    var body = new Body(Calls.utf8("x".repeat(bytes)), () -> {});
    return new Call(
        call.id(),
        call.operation(),
        call.facts(),
        body,
        call.headers(),
        call.arrived(),
        call.deadline(),
        call.loop());
  }

  public static Call bounded(Call call, long maxTokens) {
    var facts =
        new RequestFacts(
            call.model(), 0, 0, call.facts().stream(), false, OptionalLong.of(maxTokens), false);
    return new Call(
        call.id(),
        call.operation(),
        facts,
        call.body(),
        call.headers(),
        call.arrived(),
        call.deadline(),
        call.loop());
  }

  /// Begins an attempt whose events come so many seconds after its connection, the last of them
  /// ending it; or never does.
  public void attempt(Call call, List<Double> events, Consumer<End> ended) {
    var attempt = new Attempt(call, ended);
    attempt.begin();
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) != DEAD) {
        boolean last = i == events.size() - 1;
        loop.schedule(seconds(events.get(i)), () -> attempt.event(last));
      }
    }
  }

  /// Begins an attempt whose whole answer of so many tokens comes after so many seconds, or never
  /// does.
  public void whole(Call call, double after, long tokens, Consumer<End> ended) {
    var attempt = new Attempt(call, ended);
    attempt.begin();
    if (after != DEAD) {
      loop.schedule(seconds(after), () -> attempt.answer(tokens));
    }
  }

  /// Makes one and waits for its end.
  public End whole(Call call, double after, long tokens) {
    var ends = new ArrayList<End>();
    whole(call, after, tokens, ends::add);
    return await(ends);
  }

  /// Makes one whose client leaves after so many seconds.
  public void leaves(Call call, double after) {
    var attempt = new Attempt(call, _ -> {});
    attempt.begin();
    loop.advance(seconds(after));
    attempt.abort(new Failed.TimedOut(Failed.Phase.DEADLINE, seconds(after)));
  }

  public static Call by(String caller, Call call) {
    return call.withHints(SchedulingHints.NONE.by(caller));
  }

  /// Whether it is taken for silent, for a call of this caller.
  public boolean silent(String caller) {
    return registry.silent(TARGET, by(caller, whole()), loop.nanos());
  }

  /// Whether it is taken for silent, for a call of an unknown caller.
  public boolean silent() {
    return registry.silent(TARGET, whole(), loop.nanos());
  }

  /// Makes one and waits for its end.
  public End attempt(Call call, List<Double> events) {
    var ends = new ArrayList<End>();
    attempt(call, events, ends::add);
    return await(ends);
  }

  private End await(List<End> ends) {
    while (ends.isEmpty()) {
      loop.advance(Duration.ofMillis(20));
    }
    return ends.getFirst();
  }

  /// Makes one that another attempt overtakes after so many seconds without a first token.
  public void overtaken(double after) {
    var attempt = new Attempt(call(), _ -> {});
    attempt.begin();
    loop.advance(seconds(after));
    attempt.abort(new Failed.Cancelled());
  }

  /// Makes `count` attempts, one after the other, with their first token after so many seconds.
  public void learn(int count, double firstToken) {
    for (int i = 0; i < count; i++) {
      attempt(call(), List.of(firstToken));
    }
  }

  public static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private final class Sparing implements AttemptInfo.Rival {
    @Override
    public boolean overdue(Failed.TimedOut why) {
      spared += spares ? 1 : 0;
      return spares;
    }
  }

  private final class Attempt implements AttemptHandle {
    private final Call call;
    private final Consumer<End> ended;
    private final long begun = loop.nanos();
    private final AttemptTimings timings = new AttemptTimings();
    private final TimedSink sink;
    private final PhaseBounds bounds;
    private final Watched watched;
    private @Nullable Outcome outcome;

    Attempt(Call call, Consumer<End> ended) {
      this.call = call;
      this.ended = ended;
      var times = registry.find(TARGET, call, begun);
      bounds =
          new PhaseBounds(config, call, registry.prior(TARGET, call), times, call.facts().stream());
      var exit = new CommitPoint(new RecordingExit(), false, loop);
      sink = new TimedSink(exit, bounds, timings, call, loop);
      watched = new Watched(times, call, !call.facts().stream(), begun);
    }

    void begin() {
      last = this;
      var info = new AttemptInfo(TARGET, Call.Trace.NONE, loop);
      info.races(new Sparing());
      info.begin(this);
      sink.attach(info);
      TestFeed.progress(sink, Progress.CONNECTED);
      TestFeed.progress(sink, Progress.SENT);
    }

    void event(boolean last) {
      if (outcome == null && !silent) {
        TestFeed.progress(sink, Progress.MEANINGFUL);
        if (last) {
          end(new Answered());
        }
      }
    }

    void answer(long tokens) {
      if (outcome == null && !silent) {
        TestFeed.progress(sink, Progress.MEANINGFUL);
        TestFeed.used(sink, new Usage(10, tokens, 0, false));
        end(new Answered());
      }
    }

    @Override
    public void abort(Failed why) {
      if (outcome == null) {
        end(why);
      }
    }

    private void end(Outcome how) {
      outcome = how;
      sink.stop();
      timings.used(sink.used());
      long now = loop.nanos();
      boolean stream = call.facts().stream();
      new LatencyRecorder(registry, TARGET, call, bounds, stream, stream).ended(how, timings, now);
      watched.ends(now);
      ended.accept(new End(how, (now - begun) / 1e9));
    }
  }

  /// What is learned of first tokens.
  public Optional<Duration> firstToken(double quantile) {
    return registry.firstToken(TARGET, call(), quantile);
  }
}
