package dev.sluice.sim.fault;

import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.time.Instant;
import java.util.List;

/// A 429 with each way to say when to come again, right and wrong.
final class Throttles {
  static final List<String> FORMS =
      List.of(
          "none",
          "seconds:2",
          "decimal:1.5",
          "ms:1500",
          "date:SECONDS",
          "past-date",
          "negative",
          "huge",
          "garbage",
          "body:1.5",
          "reset:6m0s",
          "day:2050");

  private Throttles() {}

  static boolean isHint(String arg) {
    return FORMS.contains(arg)
        || arg.matches("(seconds|ms|date|day):\\d{1,9}|(decimal|body):\\d{1,9}\\.\\d{1,9}")
        || arg.matches("reset:[0-9hms.]{1,20}");
  }

  static HttpReply throttle(HttpReply reply, FaultContext context) {
    String[] parts = context.arg().split(":", 2);
    String value = parts.length > 1 ? parts[1] : "";
    String message = message(parts[0], value);
    OpenAiError error =
        new OpenAiError(
            429, "requests", null, "rate_limit_exceeded", "Rate limit reached. " + message);
    return hint(HttpErrors.error(reply, error), parts[0], value, context.wall());
  }

  private static String message(String form, String value) {
    return switch (form) {
      case "body" -> "Please try again in " + value + "s.";
      case "day" -> "On requests per day (RPD): Limit 200, Used 200, Requested 1.";
      default -> "Slow down.";
    };
  }

  private static HttpReply hint(HttpReply reply, String form, String value, Instant wall) {
    return switch (form) {
      case "seconds", "decimal", "day" -> with(reply, "retry-after", value);
      case "ms" -> with(reply, "retry-after-ms", value);
      case "date" ->
          with(reply, "retry-after", Header.date(wall.plusSeconds(Long.parseLong(value))));
      case "past-date" -> with(reply, "retry-after", Header.date(wall.minusSeconds(60)));
      case "negative" -> with(reply, "retry-after", "-5");
      case "huge" -> with(reply, "retry-after", "1e9");
      case "garbage" -> with(reply, "retry-after", "soon; \"maybe\"");
      case "reset" -> reset(reply, value);
      default -> reply;
    };
  }

  private static HttpReply reset(HttpReply reply, String value) {
    HttpReply limit = with(reply, "x-ratelimit-limit-requests", "500");
    HttpReply remaining = with(limit, "x-ratelimit-remaining-requests", "0");
    return with(remaining, "x-ratelimit-reset-requests", value);
  }

  private static HttpReply with(HttpReply reply, String name, String value) {
    return reply.head(head -> head.without(name).plus(name, value));
  }
}
