package dev.sluice.provider.error;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Limit;
import dev.sluice.call.RateLimitInfo.Unit;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The names under which one provider states its limits. If two headers are about the same unit,
/// the first that is there counts. Immutable.
///
/// @param names the names of each limit's headers
public record RateHeaderNames(List<Names> names) {
  private static final int DIGITS_MAX = 18;

  /// Azure's value for an unknown number.
  private static final String UNKNOWN = "-1";

  /// The names of OpenAI, and the plain names of OpenRouter and many gateways.
  public static final RateHeaderNames OPENAI =
      new RateHeaderNames(
          List.of(
              openAi(Unit.REQUESTS, "requests"),
              openAi(Unit.TOKENS, "tokens"),
              new Names(
                  Unit.REQUESTS,
                  "x-ratelimit-limit",
                  "x-ratelimit-remaining",
                  "x-ratelimit-reset")));

  /// The names of Anthropic itself; on its OpenAI-compatible surface OpenAI's names too.
  public static final RateHeaderNames ANTHROPIC =
      new RateHeaderNames(
          List.of(
              anthropic(Unit.REQUESTS, "requests"),
              anthropic(Unit.TOKENS, "tokens"),
              anthropic(Unit.INPUT, "input-tokens"),
              anthropic(Unit.OUTPUT, "output-tokens"),
              openAi(Unit.REQUESTS, "requests"),
              openAi(Unit.TOKENS, "tokens")));

  /// The names of OpenAI, where requests are counted by the day.
  public static final RateHeaderNames GROQ =
      new RateHeaderNames(
          List.of(openAi(Unit.DAILY_REQUESTS, "requests"), openAi(Unit.TOKENS, "tokens")));

  public static final RateHeaderNames MISTRAL =
      new RateHeaderNames(
          List.of(openAi(Unit.REQUESTS, "req-minute"), openAi(Unit.TOKENS, "tokens-minute")));

  /// The names of a provider that states no limits.
  public static final RateHeaderNames NONE = new RateHeaderNames(List.of());

  public RateHeaderNames {
    names = List.copyOf(names);
  }

  /// The names of the headers of one limit.
  record Names(Unit unit, String limit, String remaining, String reset) {}

  private static Names openAi(Unit unit, String what) {
    return new Names(
        unit,
        "x-ratelimit-limit-" + what,
        "x-ratelimit-remaining-" + what,
        "x-ratelimit-reset-" + what);
  }

  private static Names anthropic(Unit unit, String what) {
    String name = "anthropic-ratelimit-" + what;
    return new Names(unit, name + "-limit", name + "-remaining", name + "-reset");
  }

  /// Reads the limits in `headers`.
  ///
  /// @param headers the answer's, by lower-case name
  public RateLimitInfo read(Map<String, String> headers) {
    Map<Unit, Limit> limits = Map.of();
    for (Names limit : names) {
      OptionalLong all = count(headers, limit.limit());
      OptionalLong remaining = count(headers, limit.remaining());
      if (all.isPresent() || remaining.isPresent()) {
        limits = limits.isEmpty() ? new EnumMap<>(Unit.class) : limits;
        limits.putIfAbsent(limit.unit(), new Limit(all, remaining, reset(headers, limit.reset())));
      }
    }
    return limits.isEmpty() ? RateLimitInfo.NONE : new RateLimitInfo(limits);
  }

  private static Optional<Duration> reset(Map<String, String> headers, String name) {
    return Hints.sane(Instants.until(headers, name));
  }

  private static OptionalLong count(Map<String, String> headers, String name) {
    String text = headers.getOrDefault(name, "");
    if (text.isEmpty() || text.equals(UNKNOWN)) {
      return OptionalLong.empty();
    }
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    return OptionalLong.of(
        digits && text.length() <= DIGITS_MAX ? Long.parseLong(text) : Limit.NONSENSE);
  }
}
