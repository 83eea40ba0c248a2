package dev.sluice.internal.wiring;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.gate.Target;
import dev.sluice.call.gate.Targets;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.policy.RaceConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.WeightedPreference;
import dev.sluice.internal.breaker.BreakerContext;
import dev.sluice.internal.breaker.Breakers;
import dev.sluice.internal.breaker.LatencyBaseline;
import dev.sluice.internal.breaker.PauseDetector;
import dev.sluice.internal.race.RaceTriggers.Trigger;
import dev.sluice.internal.race.Racing;
import dev.sluice.internal.race.TokenBudget;
import dev.sluice.internal.retry.Pause;
import dev.sluice.internal.retry.Retry;
import dev.sluice.internal.retry.RetryBudget;
import dev.sluice.internal.retry.RetryBudgets;
import dev.sluice.internal.timeout.LatencyRegistry;
import dev.sluice.internal.timeout.PhaseTimeouts;
import dev.sluice.internal.timeout.Prior;
import dev.sluice.stats.Transition;
import dev.sluice.transport.loop.CarryingLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/// A route in virtual time with all that decides about its attempts: retry, race, admission,
/// breakers and learned timeouts, each as it is in a gateway, around simulated targets. Calls come
/// as a Poisson process, and are streamed.
final class RaceDay {
  private static final int INPUT = 400;
  private static final int EVENTS = 20;
  private static final Duration PER_TOKEN = Duration.ofMillis(20);
  private static final Failed ERROR = new Failed.Overloaded(500, Optional.empty(), "error");

  private static final List<Transition> OPENING =
      List.of(Transition.FAILURES, Transition.FAILURE_RATE, Transition.SLOW, Transition.ONE_CALLER);

  final CarryingLoop loop = new CarryingLoop();
  private final SplittableRandom random;
  private final LatencyRegistry registry = new LatencyRegistry();
  private final RetryBudgets budgets = new RetryBudgets();
  private final Breakers breakers;
  private final Map<String, Nature> natures = new HashMap<>();
  private final Map<String, Predicate<Call>> streamed = new HashMap<>();

  int calls;

  /// Calls that ended with a provider's error, and those that ended with anything else but an
  /// answer.
  int failed;

  int lost;
  int races;
  int won;

  /// Tokens that providers bill: all, and those of attempts that were stopped.
  double billed;

  double stopped;

  /// @param first to its first token, median
  /// @param sigma of the logarithm
  /// @param thinks whether its silence is thinking, and billed
  /// @param dead whether it accepts calls and never answers
  record Nature(Duration first, double sigma, int tokens, boolean thinks, boolean dead) {}

  RaceDay(long seed) {
    random = new SplittableRandom(seed);
    breakers =
        new Breakers(
            new BreakerContext(this::usual, (_, _) -> false, PauseDetector.NEVER, () -> random),
            loop.nanos());
  }

  private Optional<LatencyBaseline> usual(String target, Call call) {
    return registry
        .usualFirstToken(target, call, 0.5)
        .flatMap(
            half ->
                registry
                    .usualFirstToken(target, call, 0.95)
                    .map(most -> new LatencyBaseline(half, most)));
  }

  /// A target of a route, whose service makes simulated attempts.
  Target target(String name, int rank, Nature nature) {
    natures.put(name, nature);
    streamed.put(name, _ -> true);
    registry.target(name, model -> Prior.of("compatible", model));
    Service attempts =
        new PhaseTimeouts(name, TimeoutConfig.defaults(), registry, _ -> true, loop)
            .over((call, sink) -> new Attempt(name, call, sink).run());
    var gate = breakers.of(name, Set.of(Operation.CHAT), BreakerConfig.defaults());
    return new Target(name, Set.of(Operation.CHAT), 1, rank, List.of(gate), attempts);
  }

  /// The pipeline of a route's calls, as [Pipelines] has it.
  Service route(Target... targets) {
    var controller = new AdmissionController(Map.of(), loop);
    var admission =
        new Admission(
            List.of(targets),
            new WeightedPreference(),
            controller,
            controller.route(QueueConfig.defaults(), false),
            new Observer() {},
            loop,
            () -> random);
    var rules = new RaceRules(List.of(targets), streamed, registry, admission, new Here(), loop);
    double share = RetryConfig.defaults().budget();
    var racing =
        new Racing(
            new TokenBudget(RaceConfig.defaults().budget()),
            rules,
            rules,
            (target, trigger) -> repeat(target, trigger, share),
            counting(),
            loop);
    return retry(admission).over(racing.over(admission));
  }

  private Optional<Runnable> repeat(String target, Trigger trigger, double share) {
    long taken = loop.nanos();
    RetryBudget budget = budgets.of(target);
    boolean spare = trigger == Trigger.QUANTILE;
    return (spare ? budget.takeSpare(share, taken) : budget.take(share, taken))
        ? Optional.of(() -> budgets.of(target).giveBack(taken, loop.nanos()))
        : Optional.empty();
  }

  private Retry retry(Admission admission) {
    var route =
        new Targets() {
          @Override
          public Optional<String> another(Call call) {
            return admission.another(call);
          }

          @Override
          public String likely(Call call) {
            return admission.likely(call);
          }

          @Override
          public Duration untilOpen(Call call) {
            return admission.untilOpen(call);
          }
        };
    return new Retry(
        RetryConfig.defaults(), true, budgets::of, route, loop, () -> random, Pause.ON_LOOP);
  }

  private Observer counting() {
    return new Observer() {
      @Override
      public void raced(Call call, boolean other, long wasted) {
        races++;
        won += other ? 1 : 0;
      }
    };
  }

  /// Calls come to `route` from now on, one in so much time.
  void begin(Service route, String model, Duration each) {
    var _ = loop.schedule(gap(each), () -> arrive(route, model, each));
  }

  private Duration gap(Duration each) {
    return Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) * each.toNanos()));
  }

  private void arrive(Service route, String model, Duration each) {
    begin(route, model, each);
    calls++;
    var _ = loop.start("call", () -> call(route, model));
  }

  private void call(Service route, String model) {
    var facts = new RequestFacts(model, 0, 0, true, false, OptionalLong.empty(), false);
    var body = new Body(Calls.utf8("{\"x\":\"" + "x".repeat(4 * INPUT - 8) + "\"}"), () -> {});
    long now = loop.nanos();
    var call =
        new Call(
            "c",
            Operation.CHAT,
            facts,
            body,
            Map.of(),
            now,
            Deadline.in(Duration.ofMinutes(10), now),
            loop);
    try {
      Outcome outcome = route.send(call, new CommitPoint(new RecordingExit(), true, Clock.SYSTEM));
      failed += outcome.equals(ERROR) ? 1 : 0;
      lost += outcome instanceof Answered || outcome.equals(ERROR) ? 0 : 1;
    } catch (InterruptedException never) {
      throw new IllegalStateException(never);
    }
  }

  /// How often a circuit has opened.
  long openings() {
    return breakers.readouts().stream()
        .flatMap(stats -> OPENING.stream().map(stats::changes))
        .mapToLong(Long::longValue)
        .sum();
  }

  /// The tokens of stopped attempts, as a share of all others.
  double wasted() {
    return stopped / (billed - stopped);
  }

  /// One attempt: fails at once now and then, else is silent, answers evenly and ends. A provider
  /// bills the input, what was thought, and what was said.
  private final class Attempt implements AttemptHandle {
    private final AttemptInfo info;
    private final Call call;
    private final Sink sink;
    private final Nature nature;
    private final CompletableFuture<Outcome> end = new CompletableFuture<>();
    private final long begun = loop.nanos();
    private int said;

    Attempt(String target, Call call, Sink sink) {
      this.info = new AttemptInfo(target, Call.Trace.NONE, loop);
      this.call = call;
      this.sink = sink;
      this.nature = Objects.requireNonNull(natures.get(target));
    }

    Outcome run() throws InterruptedException {
      tell(
          () -> {
            info.begin(this);
            sink.attach(info);
            TestFeed.progress(sink, Progress.CONNECTED);
          });
      if (random.nextInt(100) < 3) {
        after(Duration.ofMillis(50), () -> end.complete(ERROR));
      } else if (!nature.dead()) {
        after(firstToken(), this::say);
      }
      try {
        return end.get();
      } catch (ExecutionException never) {
        throw new IllegalStateException(never);
      } finally {
        end.complete(new Failed.Cancelled());
        bill();
      }
    }

    private Duration firstToken() {
      double z = random.nextGaussian();
      return Duration.ofNanos((long) (nature.first().toNanos() * Math.exp(nature.sigma() * z)));
    }

    private void say() {
      if (said == 0) {
        sink.head(new Head(200, Map.of()));
      }
      TestFeed.progress(sink, Progress.MEANINGFUL);
      sink.body(Calls.utf8("x"));
      said++;
      if (said < EVENTS) {
        after(PER_TOKEN.multipliedBy(nature.tokens() / EVENTS), this::say);
      } else {
        info.used(new Usage(INPUT, (long) output(), 0, false));
        sink.end();
        end.complete(new Answered());
      }
    }

    private double output() {
      double thought = nature.thinks() ? (loop.nanos() - begun) / (double) PER_TOKEN.toNanos() : 0;
      return Math.max(thought, (double) said * nature.tokens() / EVENTS);
    }

    private void bill() {
      Outcome outcome = end.join();
      double tokens = outcome.equals(ERROR) ? 0 : INPUT + output();
      billed += tokens;
      stopped += outcome instanceof Answered ? 0 : tokens;
    }

    private void after(Duration wait, Runnable event) {
      var _ = call.loop().schedule(wait, () -> unlessOver(event));
    }

    private void tell(Runnable event) {
      call.loop().execute(() -> unlessOver(event));
    }

    private void unlessOver(Runnable event) {
      if (!end.isDone()) {
        event.run();
      }
    }

    @Override
    public void abort(Failed why) {
      end.complete(why);
    }
  }
}
