package dev.sluice.server.openai;

import java.time.Duration;
import java.util.Optional;

/// A failure as the client is told it.
///
/// @param status the HTTP status
/// @param type OpenAI's coarse word for it
/// @param code the stable word for programs
/// @param param the path of the offending property, where there is one
/// @param message one line for people: the thing, the value, the remedy
/// @param again whether sending the same call again may help; official clients obey it
/// @param after how long to wait before that, where it is known
public record Fault(
    int status,
    String type,
    String code,
    Optional<String> param,
    String message,
    boolean again,
    Optional<Duration> after) {
  /// Clients that are told to wait longer than this wait for something else instead.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  public static final String INVALID_REQUEST = "invalid_request_error";
  static final String OVERLOADED = "overloaded_error";
  static final String RATE_LIMIT = "rate_limit_error";
  static final String TIMEOUT = "timeout_error";
  static final String UPSTREAM = "upstream_error";

  /// A wait above 60 s is none that a client makes: then it is not told to come back.
  public Fault {
    if (after.isPresent() && after.get().compareTo(LONGEST_WAIT) > 0) {
      again = false;
      after = Optional.empty();
    }
  }

  /// Something that sending it again does not cure.
  static Fault terminal(int status, String type, String code, String message) {
    return new Fault(status, type, code, Optional.empty(), message, false, Optional.empty());
  }

  /// Something that may have passed when the client comes back.
  static Fault passing(
      int status, String type, String code, String message, Optional<Duration> after) {
    return new Fault(status, type, code, Optional.empty(), message, true, after);
  }

  /// The client's request is at fault.
  public static Fault request(int status, String code, String message) {
    return terminal(status, INVALID_REQUEST, code, message);
  }
}
