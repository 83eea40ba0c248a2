package dev.sluice.provider.error;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Limit;
import dev.sluice.call.RateLimitInfo.Unit;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The names under which one provider states its limits. If two headers are about the same unit,
/// the first that is there counts. Immutable.
///
/// @param names the names of each limit's headers
/// @param spilled the header of an answer that other capacity than the target's own has given, so
///   that its limits are that one's; empty where there is no such header
record RateHeaderNames(List<Names> names, String spilled) {
  private static final int DIGITS_MAX = 18;
  private static final int SECONDS = 60;

  /// The value of Azure for a number that it does not know, or a limit that there is not.
  private static final String UNKNOWN = "-1";

  /// The names of OpenAI, and the plain names of OpenRouter and many gateways.
  static final RateHeaderNames OPENAI =
      new RateHeaderNames(
          List.of(
              openAi(Unit.REQUESTS, "requests"),
              openAi(Unit.TOKENS, "tokens"),
              new Names(
                  Unit.REQUESTS,
                  "x-ratelimit-limit",
                  "x-ratelimit-remaining",
                  "x-ratelimit-reset",
                  Told.WHOLE)));

  /// The names of Azure, whose provisioned deployments may let another one answer
  /// (https://learn.microsoft.com/azure/ai-foundry/openai/how-to/spillover-traffic-management).
  static final RateHeaderNames AZURE =
      new RateHeaderNames(OPENAI.names(), "x-ms-spillover-from-deployment");

  /// The names of Anthropic itself; on its OpenAI-compatible surface OpenAI's names too.
  static final RateHeaderNames ANTHROPIC =
      new RateHeaderNames(
          List.of(
              anthropic(Unit.REQUESTS, "requests"),
              anthropic(Unit.TOKENS, "tokens"),
              anthropic(Unit.INPUT, "input-tokens"),
              anthropic(Unit.OUTPUT, "output-tokens"),
              openAi(Unit.REQUESTS, "requests"),
              openAi(Unit.TOKENS, "tokens")));

  /// The names of OpenAI, where requests are counted by the day.
  static final RateHeaderNames GROQ =
      new RateHeaderNames(
          List.of(openAi(Unit.DAILY_REQUESTS, "requests"), openAi(Unit.TOKENS, "tokens")));

  static final RateHeaderNames MISTRAL =
      new RateHeaderNames(
          List.of(openAi(Unit.REQUESTS, "req-minute"), openAi(Unit.TOKENS, "tokens-minute")));

  /// The names of Together, which counts by the second (https://docs.together.ai/docs/rate-limits).
  static final RateHeaderNames TOGETHER =
      new RateHeaderNames(
          List.of(plain(Unit.REQUESTS, "ratelimit"), plain(Unit.TOKENS, "tokenlimit")));

  /// The names of Fireworks, which tells tokens a second and counts them by the minute
  /// (https://docs.fireworks.ai/serverless/rate-limits). Of its two limits of input the tighter one
  /// counts, that of what no cache has; answers of before that one was told have the other alone.
  static final RateHeaderNames FIREWORKS =
      new RateHeaderNames(
          List.of(
              openAi(Unit.INPUT, "tokens-cache-adjusted-prompt").in(Told.PER_SECOND),
              openAi(Unit.INPUT, "tokens-prompt").in(Told.PER_SECOND),
              openAi(Unit.OUTPUT, "tokens-generated").in(Told.PER_SECOND)));

  /// The names of a provider that states no limits.
  static final RateHeaderNames NONE = new RateHeaderNames(List.of());

  RateHeaderNames {
    names = List.copyOf(names);
  }

  private RateHeaderNames(List<Names> names) {
    this(names, "");
  }

  /// The time that a provider's counts are of.
  enum Told {
    /// What counts in all of a minute, or of a day.
    WHOLE,
    /// What counts in a second.
    OF_A_SECOND,
    /// What counts in a minute, divided by its seconds.
    PER_SECOND
  }

  /// The names of the headers of one limit.
  ///
  /// @param told the time that their counts are of
  record Names(Unit unit, String limit, String remaining, String reset, Told told) {
    Names in(Told other) {
      return new Names(unit, limit, remaining, reset, other);
    }

    private Optional<Duration> window() {
      return told == Told.OF_A_SECOND ? Optional.of(Duration.ofSeconds(1)) : Optional.empty();
    }
  }

  private static Names plain(Unit unit, String what) {
    String name = "x-" + what;
    return new Names(unit, name + "-limit", name + "-remaining", name + "-reset", Told.OF_A_SECOND);
  }

  private static Names openAi(Unit unit, String what) {
    return new Names(
        unit,
        "x-ratelimit-limit-" + what,
        "x-ratelimit-remaining-" + what,
        "x-ratelimit-reset-" + what,
        Told.WHOLE);
  }

  private static Names anthropic(Unit unit, String what) {
    String name = "anthropic-ratelimit-" + what;
    return new Names(unit, name + "-limit", name + "-remaining", name + "-reset", Told.WHOLE);
  }

  /// Returns the names of all these headers.
  Set<String> all() {
    Set<String> all = new HashSet<>();
    for (Names limit : names) {
      all.addAll(List.of(limit.limit(), limit.remaining(), limit.reset()));
    }
    if (!spilled.isEmpty()) {
      all.add(spilled);
    }
    return all;
  }

  /// Reads the limits in `headers`.
  ///
  /// @param headers the answer's, by lower-case name
  RateLimitInfo read(Map<String, String> headers) {
    if (!spilled.isEmpty() && headers.containsKey(spilled)) {
      return RateLimitInfo.ELSEWHERE;
    }
    Map<Unit, Limit> limits = Map.of();
    for (Names limit : names) {
      OptionalLong all = count(headers, limit.limit(), limit.told());
      OptionalLong remaining = count(headers, limit.remaining(), limit.told());
      if (all.isPresent() || remaining.isPresent()) {
        limits = limits.isEmpty() ? new EnumMap<>(Unit.class) : limits;
        limits.putIfAbsent(
            limit.unit(), new Limit(all, remaining, reset(headers, limit.reset()), limit.window()));
      }
    }
    return limits.isEmpty() ? RateLimitInfo.NONE : new RateLimitInfo(limits);
  }

  private static Optional<Duration> reset(Map<String, String> headers, String name) {
    return Hints.sane(Instants.until(headers, name));
  }

  private static OptionalLong count(Map<String, String> headers, String name, Told told) {
    String text = headers.getOrDefault(name, "");
    if (text.isEmpty() || text.equals(UNKNOWN)) {
      return OptionalLong.empty();
    }
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.length() > DIGITS_MAX) {
      return OptionalLong.of(Limit.NONSENSE);
    }
    long count = Long.parseLong(text);
    boolean many = count > Long.MAX_VALUE / SECONDS;
    return OptionalLong.of(told == Told.PER_SECOND && !many ? SECONDS * count : count);
  }
}
