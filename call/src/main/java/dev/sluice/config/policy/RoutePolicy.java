package dev.sluice.config.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// How the calls of a route are treated.
///
/// @param timeout the bounds of an attempt
/// @param upstreamStream whether a whole answer is streamed from the provider to here
/// @param retry how failed attempts are repeated
/// @param race whether late ones get a second one beside them
/// @param breaker when a target is kept from calls; empty for never
/// @param queue how many may wait for a grant, and how long
/// @param savings what is answered without an upstream call of its own
/// @param commit when a streamed answer begins to reach its client
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
    ReuseConfig savings,
    CommitConfig commit,
    Choice choice,
    Optional<Shadow> shadow,
    boolean strictTranslation) {

  /// When a streamed answer begins to reach its client. Until then every fault can be repeated, and
  /// the client does not see it.
  ///
  /// @param hold for how long the answer is held after its first event; zero for not at all, empty
  ///   for until it is complete
  /// @param max how many bytes of it are held; beyond that it begins
  public record CommitConfig(Optional<Duration> hold, int max) {
    /// A larger answer than a model writes.
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

    /// The answer begins with its first event.
    public static CommitConfig defaults() {
      return new CommitConfig(Optional.of(Duration.ZERO), USUAL);
    }

    /// The answer is held until it is complete, up to a mebibyte.
    public static CommitConfig complete() {
      return new CommitConfig(Optional.empty(), USUAL);
    }

    /// Whether nothing is held.
    public boolean isOff() {
      return hold.isPresent() && hold.get().isZero();
    }
  }

  /// Which of several targets of one rank gets a call.
  ///
  /// @param balance how calls are shared by targets
  /// @param affinity what keeps calls at one target
  /// @param spreadKeys whether the credentials of a target share its calls; else the first one
  ///   serves as long as it can
  public record Choice(Balance balance, Affinity affinity, boolean spreadKeys) {

    /// By weight, without affinity, one credential after the other.
    public static Choice plain() {
      return new Choice(Balance.WEIGHTED, Affinity.OFF, false);
    }

    /// Whether it costs nothing.
    public boolean isPlain() {
      return equals(plain());
    }
  }

  /// The target that gets copies of calls, whose answers are thrown away.
  ///
  /// @param provider the provider's configured name
  /// @param model the model's name there; empty passes the asked name on
  /// @param share of the calls, above 0 and at most 1
  public record Shadow(String provider, Optional<String> model, double share) {
    public Shadow {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "the share of a shadow is " + share + "; it must be above 0 and at most 1");
      }
    }
  }

  /// How calls are shared by targets.
  public enum Balance {
    /// At random, by weight.
    WEIGHTED,
    /// To the less busy of two that are drawn.
    LEAST_BUSY
  }

  /// What keeps calls at one target.
  public enum Affinity {
    /// Nothing.
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
        ReuseConfig.none(),
        CommitConfig.defaults(),
        Choice.plain(),
        Optional.empty(),
        false);
  }

  /// This policy with other bounds for an attempt.
  public RoutePolicy with(TimeoutConfig other) {
    return with(copy -> copy.timeout = other);
  }

  /// This policy with another way to ask for answers.
  public RoutePolicy with(UpstreamStream other) {
    return with(copy -> copy.upstreamStream = other);
  }

  /// This policy with other repeats.
  public RoutePolicy with(RetryConfig other) {
    return with(copy -> copy.retry = other);
  }

  /// This policy with other races.
  public RoutePolicy with(RaceConfig other) {
    return with(copy -> copy.race = other);
  }

  /// This policy with another breaker, or none.
  public RoutePolicy with(Optional<BreakerConfig> other) {
    return with(copy -> copy.breaker = other);
  }

  /// This policy with another queue.
  public RoutePolicy with(QueueConfig other) {
    return with(copy -> copy.queue = other);
  }

  /// This policy with other savings.
  public RoutePolicy with(ReuseConfig other) {
    return with(copy -> copy.savings = other);
  }

  /// This policy with another commit point.
  public RoutePolicy with(CommitConfig other) {
    return with(copy -> copy.commit = other);
  }

  /// This policy with another choice of targets.
  public RoutePolicy with(Choice other) {
    return with(copy -> copy.choice = other);
  }

  /// This policy with another shadow.
  public RoutePolicy with(Shadow other) {
    return with(copy -> copy.shadow = Optional.of(other));
  }

  /// This policy where what a translation would drop is refused, or not.
  public RoutePolicy withStrictTranslation(boolean strict) {
    return with(copy -> copy.strictTranslation = strict);
  }

  private RoutePolicy with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.policy();
  }

  /// A policy in the making.
  private static final class Copy {
    private TimeoutConfig timeout;
    private UpstreamStream upstreamStream;
    private RetryConfig retry;
    private RaceConfig race;
    private Optional<BreakerConfig> breaker;
    private QueueConfig queue;
    private ReuseConfig savings;
    private CommitConfig commit;
    private Choice choice;
    private Optional<Shadow> shadow;
    private boolean strictTranslation;

    Copy(RoutePolicy policy) {
      timeout = policy.timeout;
      upstreamStream = policy.upstreamStream;
      retry = policy.retry;
      race = policy.race;
      breaker = policy.breaker;
      queue = policy.queue;
      savings = policy.savings;
      commit = policy.commit;
      choice = policy.choice;
      shadow = policy.shadow;
      strictTranslation = policy.strictTranslation;
    }

    RoutePolicy policy() {
      return new RoutePolicy(
          timeout,
          upstreamStream,
          retry,
          race,
          breaker,
          queue,
          savings,
          commit,
          choice,
          shadow,
          strictTranslation);
    }
  }
}
