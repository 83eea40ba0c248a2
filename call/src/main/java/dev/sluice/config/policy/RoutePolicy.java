package dev.sluice.config.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// The treatment of a route's calls.
///
/// @param timeout the bounds of an attempt
/// @param upstreamStream whether a whole answer is streamed from the provider to here
/// @param retry the repeats of failed attempts
/// @param race the races of late attempts with a second one
/// @param breaker the circuit breaker of each target; empty for none
/// @param queue the bounds of the queue for grants
/// @param reuse the ways to answer calls without an upstream call of their own
/// @param commit the moment at which a streamed answer begins to reach its client
/// @param choice which of several targets that could take a call gets it
/// @param shadow which calls are copied to a target that is tried out; empty for none
/// @param strictTranslation whether a call that needs translation is refused where something of it
///   would be dropped
public record RoutePolicy(
    TimeoutConfig timeout,
    UpstreamStream upstreamStream,
    RetryConfig retry,
    RaceConfig race,
    Optional<BreakerConfig> breaker,
    QueueConfig queue,
    ReuseConfig reuse,
    CommitConfig commit,
    Choice choice,
    Optional<Shadow> shadow,
    boolean strictTranslation) {

  /// The moment at which a streamed answer begins to reach its client. Until then every fault can
  /// be repeated, and the client does not see it.
  ///
  /// @param hold the time for which the answer is held after its first event; zero for not at all,
  ///   empty for until it is complete
  /// @param max the most bytes of the answer that are held; beyond that it begins
  public record CommitConfig(Optional<Duration> hold, int max) {
    /// The largest `max`, in bytes: a larger answer than a model writes.
    public static final int MAX = 64 << 20;

    private static final int USUAL = 1 << 20;

    public CommitConfig {
      if (hold.isPresent() && hold.get().isNegative()) {
        throw new IllegalArgumentException("hold is " + hold.get() + "; it must not be negative");
      }
      if (max < 1 || max > MAX) {
        throw new IllegalArgumentException(
            "max is " + max + " bytes; it must be from 1 to " + MAX + " bytes");
      }
    }

    /// The default, by which an answer begins with its first event.
    public static CommitConfig defaults() {
      return new CommitConfig(Optional.of(Duration.ZERO), USUAL);
    }

    /// The setting by which an answer is held until it is complete, up to a mebibyte.
    public static CommitConfig complete() {
      return new CommitConfig(Optional.empty(), USUAL);
    }

    /// Whether nothing is held.
    public boolean isOff() {
      return hold.isPresent() && hold.get().isZero();
    }
  }

  /// The choice which of several targets of one rank gets a call.
  ///
  /// @param balance how calls are shared by targets
  /// @param affinity what keeps calls at one target
  /// @param spreadKeys whether the credentials of a target share its calls; else the first one
  ///   serves as long as it can
  public record Choice(Balance balance, Affinity affinity, boolean spreadKeys) {

    /// The default: by weight, without affinity, one credential after the other.
    public static Choice plain() {
      return new Choice(Balance.WEIGHTED, Affinity.OFF, false);
    }

    /// Whether the choice is the default, which costs nothing.
    public boolean isPlain() {
      return equals(plain());
    }
  }

  /// The target that gets copies of calls, whose answers are thrown away.
  ///
  /// @param provider the provider's configured name
  /// @param model the model's name at the provider; empty passes the name on that the call has
  /// @param share the share of the calls that are copied, above 0 and at most 1
  public record Shadow(String provider, Optional<String> model, double share) {
    public Shadow {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "the share of a shadow is " + share + "; it must be above 0 and at most 1");
      }
    }
  }

  /// The rule by which targets share calls.
  public enum Balance {
    /// Targets share calls at random, by weight.
    WEIGHTED,
    /// The less busy of two targets that are drawn gets the call.
    LEAST_BUSY
  }

  /// The property of calls that keeps them at one target.
  public enum Affinity {
    /// No property keeps calls at a target.
    OFF,
    /// The client's key, else its address.
    KEY,
    /// The user that the request names.
    USER,
    /// The beginning of the request: system prompt, tools and first message.
    PREFIX
  }

  /// The policy of a route without settings of its own.
  public static RoutePolicy defaults() {
    return new RoutePolicy(
        TimeoutConfig.defaults(),
        UpstreamStream.AUTO,
        RetryConfig.defaults(),
        RaceConfig.defaults(),
        Optional.of(BreakerConfig.defaults()),
        QueueConfig.defaults(),
        ReuseConfig.defaults(),
        CommitConfig.defaults(),
        Choice.plain(),
        Optional.empty(),
        false);
  }

  /// A copy of this policy with other bounds for an attempt.
  public RoutePolicy with(TimeoutConfig other) {
    return with(copy -> copy.timeout = other);
  }

  /// A copy of this policy with another way to ask for answers.
  public RoutePolicy with(UpstreamStream other) {
    return with(copy -> copy.upstreamStream = other);
  }

  /// A copy of this policy with other repeats.
  public RoutePolicy with(RetryConfig other) {
    return with(copy -> copy.retry = other);
  }

  /// A copy of this policy with other races.
  public RoutePolicy with(RaceConfig other) {
    return with(copy -> copy.race = other);
  }

  /// A copy of this policy with another breaker, or none.
  public RoutePolicy with(Optional<BreakerConfig> other) {
    return with(copy -> copy.breaker = other);
  }

  /// A copy of this policy with another queue.
  public RoutePolicy with(QueueConfig other) {
    return with(copy -> copy.queue = other);
  }

  /// A copy of this policy with other ways to answer calls without an upstream call.
  public RoutePolicy with(ReuseConfig other) {
    return with(copy -> copy.reuse = other);
  }

  /// A copy of this policy with another commit point.
  public RoutePolicy with(CommitConfig other) {
    return with(copy -> copy.commit = other);
  }

  /// A copy of this policy with another choice of targets.
  public RoutePolicy with(Choice other) {
    return with(copy -> copy.choice = other);
  }

  /// A copy of this policy with another shadow.
  public RoutePolicy with(Shadow other) {
    return with(copy -> copy.shadow = Optional.of(other));
  }

  /// A copy of this policy by which a call is refused, or not, where a translation would drop
  /// something.
  public RoutePolicy withStrictTranslation(boolean strict) {
    return with(copy -> copy.strictTranslation = strict);
  }

  private RoutePolicy with(Consumer<Copy> change) {
    Copy copy = new Copy();
    change.accept(copy);
    return copy.policy();
  }

  /// Copies a policy; fields that are not set keep their values.
  private final class Copy {
    private TimeoutConfig timeout = RoutePolicy.this.timeout;
    private UpstreamStream upstreamStream = RoutePolicy.this.upstreamStream;
    private RetryConfig retry = RoutePolicy.this.retry;
    private RaceConfig race = RoutePolicy.this.race;
    private Optional<BreakerConfig> breaker = RoutePolicy.this.breaker;
    private QueueConfig queue = RoutePolicy.this.queue;
    private ReuseConfig reuse = RoutePolicy.this.reuse;
    private CommitConfig commit = RoutePolicy.this.commit;
    private Choice choice = RoutePolicy.this.choice;
    private Optional<Shadow> shadow = RoutePolicy.this.shadow;
    private boolean strictTranslation = RoutePolicy.this.strictTranslation;

    RoutePolicy policy() {
      return new RoutePolicy(
          timeout,
          upstreamStream,
          retry,
          race,
          breaker,
          queue,
          reuse,
          commit,
          choice,
          shadow,
          strictTranslation);
    }
  }
}
