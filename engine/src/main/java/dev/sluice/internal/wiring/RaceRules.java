package dev.sluice.internal.wiring;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.race.RaceTriggers;
import dev.sluice.internal.race.Racing;
import dev.sluice.internal.timeout.LatencyModel;
import dev.sluice.internal.timeout.LatencyRegistry;
import dev.sluice.internal.timeout.Prior;
import dev.sluice.provider.request.RequestTraits;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rules of one route's races: when an attempt is late, and which calls may be made twice. The
/// rules join the races with the route's targets and with what the timeouts have learned.
final class RaceRules implements RaceTriggers, Racing.Route {
  /// The share of first tokens that come earlier than a late one.
  private static final double LATE = 0.975;

  private static final Duration PRIOR_LEAST = Duration.ofSeconds(5);
  private static final Duration PRIOR_MOST = Duration.ofSeconds(12);

  private final LatencyRegistry registry;
  private final Admission admission;
  private final WorkerPool elsewhere;
  private final Clock clock;

  /// The targets that have an equal, by their names.
  private final Set<String> withEqual;

  /// Whether an attempt at a call is streamed, by target.
  private final Map<String, Predicate<Call>> streamed;

  /// @param streamed whether an attempt at a call is streamed from the provider, by target
  /// @param elsewhere the pool that reads large bodies
  public RaceRules(
      List<Target> targets,
      Map<String, Predicate<Call>> streamed,
      LatencyRegistry registry,
      Admission admission,
      WorkerPool elsewhere,
      Clock clock) {
    this.registry = registry;
    this.admission = admission;
    this.elsewhere = elsewhere;
    this.clock = clock;
    this.streamed = Map.copyOf(streamed);
    this.withEqual =
        targets.stream()
            .filter(target -> targets.stream().anyMatch(other -> areEqual(target, other)))
            .map(Target::name)
            .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether a route of `targets` has more than one target, so that each has another.
  public static boolean hasOthers(List<Target> targets) {
    return targets.stream().map(Target::name).distinct().count() > 1;
  }

  private static boolean areEqual(Target one, Target other) {
    return one.rank() == other.rank() && !one.name().equals(other.name());
  }

  @Override
  public Optional<Start> of(Call call, String target) {
    if (!streamed.getOrDefault(target, _ -> false).test(call)) {
      return Optional.empty();
    }
    Optional<Duration> late = late(call, target);
    if (late.isPresent()) {
      return late.filter(_ -> withEqual.contains(target)).map(RaceRules::beyond);
    }
    Prior prior = registry.prior(target, call);
    return prior.reasoning() ? Optional.empty() : Optional.of(expected(prior.firstToken()));
  }

  /// Returns when a first token is late: by what was usual until a while ago, so that a target
  /// which has become slow is late; earlier where it has become fast.
  private Optional<Duration> late(Call call, String target) {
    return Stream.of(
            registry.firstToken(target, call, LATE), registry.usualFirstToken(target, call, LATE))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  private static Start beyond(Duration late) {
    return new Start(Trigger.QUANTILE, late);
  }

  private static Start expected(Duration prior) {
    Duration least = prior.compareTo(PRIOR_LEAST) < 0 ? PRIOR_LEAST : prior;
    return new Start(Trigger.PRIOR, least.compareTo(PRIOR_MOST) < 0 ? least : PRIOR_MOST);
  }

  @Override
  public long perToken(Call call, String target) {
    return registry.find(target, call, clock.nanos()).map(LatencyModel::usualToken).orElse(0L);
  }

  @Override
  public boolean hasAnother(Call call) {
    return admission.another(call).isPresent();
  }

  @Override
  public boolean hasEqual(Call call, String target) {
    return admission.hasEqual(call, target);
  }

  @Override
  public boolean mayBeDoubled(Call call, Trigger trigger) throws InterruptedException {
    RequestTraits traits = traits(call.operation(), call.body().bytes());
    return !traits.acts() && (trigger != Trigger.PRIOR || !traits.reasons());
  }

  private RequestTraits traits(Operation asked, ByteBuf body) throws InterruptedException {
    return body.readableBytes() > WorkerPool.LOOP_MAX
        ? elsewhere.call(() -> RequestTraits.of(asked, body))
        : RequestTraits.of(asked, body);
  }
}
