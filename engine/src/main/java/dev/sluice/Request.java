package dev.sluice;

import dev.sluice.call.request.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// The request of an embedding application.
///
/// @param operation the operation that is asked for
/// @param json the request's body in OpenAI's dialect, as the provider's API documents it
/// @param deadline how long the answer is of use; empty for as long as the route allows
public record Request(Operation operation, String json, Optional<Duration> deadline) {
  public Request {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(deadline, "deadline");
  }

  /// Makes a request without a deadline of its own.
  public static Request of(Operation operation, String json) {
    return new Request(operation, json, Optional.empty());
  }

  /// Returns this request with a deadline.
  public Request within(Duration deadline) {
    return new Request(operation, json, Optional.of(deadline));
  }

  byte[] bytes() {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
