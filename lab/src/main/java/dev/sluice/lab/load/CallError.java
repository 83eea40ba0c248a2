package dev.sluice.lab.load;

/// How a call went wrong, as its caller sees it.
public enum CallError {
  /// The connection could not be made.
  UNREACHABLE,
  /// The connection broke before the answer began.
  UNANSWERED,
  /// The connection broke, or the stream ended without its terminator, inside the answer.
  CUT,
  /// The answer is not HTTP.
  MALFORMED,
  /// The answer's status was 429.
  THROTTLED,
  /// The answer's status was 401.
  UNAUTHORIZED,
  /// The answer had any other status 4xx.
  REFUSED,
  /// Status 5xx, or one that is no answer to a call.
  FAILED,
  /// An error event inside a stream that had begun well.
  ERROR_EVENT;

  /// The meaning of an answer's status, for one that is not 200.
  static CallError ofStatus(int status) {
    if (status == 429) {
      return THROTTLED;
    }
    if (status == 401) {
      return UNAUTHORIZED;
    }
    return status >= 400 && status < 500 ? REFUSED : FAILED;
  }
}
