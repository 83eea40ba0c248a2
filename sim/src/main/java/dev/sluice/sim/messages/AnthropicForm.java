package dev.sluice.sim.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.OpenAiErrorBody;
import dev.sluice.sim.limit.ResetTime;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyHead;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gives an answer, right or wrong, Anthropic's form where it has OpenAI's: errors and their
/// statuses, the names of headers, and error events.
public final class AnthropicForm {
  private static final String ERROR_EVENT = "data: " + OpenAiErrorBody.BEGIN;
  private static final String MILLIS = "retry-after-ms";
  private static final byte[] PING =
      new Bytes(64).ascii("event: ping\ndata: {\"type\":\"ping\"}\n\n").array();
  private static final Pattern LIMIT =
      Pattern.compile("x-ratelimit-(limit|remaining|reset)-(requests|tokens)");
  private static final long ALMOST_A_SECOND = 999_999_999;

  private AnthropicForm() {}

  /// `reply` in Anthropic's form.
  ///
  /// @param now the wall clock, for instants in headers
  public static HttpReply of(HttpReply reply, Instant now) {
    HttpReply named = reply.head(head -> head.withHeaders(headers(head, now)));
    if (named.isStream()) {
      return named.body(body -> () -> event(body.next()));
    }
    int status = named.head().status();
    return OpenAiErrorBody.replaced(
        named, error -> status(error, status), error -> envelope(error, status));
  }

  private static Piece event(Piece piece) {
    String text = text(piece.bytes());
    if (piece.ending() == null && text.equals(": keep-alive\n\n")) {
      return piece.with(PING);
    }
    if (piece.ending() != null || !text.startsWith(ERROR_EVENT)) {
      return piece;
    }
    byte[] json = piece.bytes();
    byte[] data = text.substring("data: ".length()).getBytes(StandardCharsets.UTF_8);
    Bytes out = new Bytes(json.length + 64).ascii("event: error\ndata: ");
    return piece.with(out.put(envelope(OpenAiErrorBody.read(data), 200)).ascii("\n\n").array());
  }

  private static int status(JsonNode error, int status) {
    return error.path("code").asText("").equals("insufficient_quota") ? 402 : status;
  }

  private static byte[] envelope(JsonNode error, int status) {
    int code = error.path("code").asInt(status);
    Bytes out = new Bytes(256).ascii("{\"type\":\"error\",\"error\":{\"type\":");
    out.quoted(type(status(error, code == 0 ? status : code)));
    out.ascii(",\"message\":").quoted(error.path("message").asText(""));
    return out.ascii("},\"request_id\":\"req_simulated\"}").array();
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 409 -> "conflict_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 503, 529 -> "overloaded_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }

  private static List<Header> headers(ReplyHead head, Instant now) {
    List<Header> headers = new ArrayList<>();
    boolean seconds = head.headers().stream().anyMatch(h -> h.name().equals("retry-after"));
    for (Header header : head.headers()) {
      // Anthropic says no milliseconds; a fault may.
      if (!seconds || !header.name().equals(MILLIS)) {
        named(header, now).ifPresent(headers::add);
      }
    }
    return headers;
  }

  private static Optional<Header> named(Header header, Instant now) {
    Matcher limit = LIMIT.matcher(header.name());
    if (limit.matches()) {
      String kind = limit.group(1);
      String name = "anthropic-ratelimit-" + limit.group(2) + "-" + kind;
      boolean reset = "reset".equals(kind);
      return Optional.of(new Header(name, reset ? at(header.value(), now) : header.value()));
    }
    return switch (header.name()) {
      case "x-request-id" -> Optional.of(new Header("request-id", header.value()));
      case "openai-organization" ->
          Optional.of(new Header("anthropic-organization-id", header.value()));
      case "openai-version" -> Optional.empty();
      default -> Optional.of(header);
    };
  }

  /// A duration as an instant, in whole seconds.
  private static String at(String duration, Instant now) {
    return ResetTime.read(duration)
        .map(wait -> wait.plusNanos(ALMOST_A_SECOND).truncatedTo(ChronoUnit.SECONDS))
        .map(wait -> now.plus(wait).truncatedTo(ChronoUnit.SECONDS).toString())
        .orElse(duration);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Returns the list of the models, as JSON.
  public static byte[] models(Collection<String> names) {
    Bytes out = new Bytes(256).ascii("{\"data\":[");
    String comma = "";
    for (String name : names) {
      out.ascii(comma).put(model(name));
      comma = ",";
    }
    List<String> all = List.copyOf(names);
    out.ascii("],\"has_more\":false,\"first_id\":").quoted(all.getFirst());
    return out.ascii(",\"last_id\":").quoted(all.getLast()).ascii("}").array();
  }

  /// Returns the description of one model, as JSON.
  public static byte[] model(String name) {
    Bytes out = new Bytes(128).ascii("{\"type\":\"model\",\"id\":").quoted(name);
    out.ascii(",\"display_name\":").quoted(name);
    return out.ascii(",\"created_at\":\"2026-01-01T00:00:00Z\"}").array();
  }
}
