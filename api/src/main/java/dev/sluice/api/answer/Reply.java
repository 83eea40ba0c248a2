package dev.sluice.api.answer;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.ClientDialect;
import dev.sluice.api.RetryHint;
import dev.sluice.api.head.Names;
import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptHistory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.time.Duration;
import java.util.Optional;

/// Answers that the gateway gives itself: short, whole, in JSON.
///
/// @param id the request's identifier
/// @param dialect what its client speaks
public record Reply(Carrier carrier, String id, ClientDialect dialect, RetryHint comeBack) {
  /// What carries the answer to its client.
  public interface Carrier {
    /// Begins a head.
    HeadWriter head(int status);

    /// Sends a whole answer.
    ///
    /// @return whether what carried the request may carry another one
    boolean send(HeadWriter head, String body);
  }

  /// Tells `json`.
  ///
  /// @return whether the connection may serve another request
  public boolean json(String json) {
    return carrier.send(head(200, Names.JSON), json);
  }

  /// Begins the head of an answer whose body is no JSON, or comes in parts.
  public HeadWriter begin(int status, CharSequence contentType) {
    return head(status, contentType);
  }

  /// Tells of a fault of a request that was never a call.
  ///
  /// @param allow the methods that there are, where that is what was wrong
  /// @return as [#json] does
  public boolean fault(ApiError fault, Optional<String> allow) {
    ApiError error = dialect.fitted(fault);
    HeadWriter head = head(error.status(), Names.JSON);
    Optional<Duration> after = comeBack.after(error, AttemptHistory.NONE, 0);
    retry(head, after);
    allow.ifPresent(methods -> head.header(HttpHeaderNames.ALLOW, methods));
    if (error.status() == 401) {
      head.header(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    if (error.status() == 426) {
      upgrade(head);
    }
    return carrier.send(head, dialect.error(error.after(after), id));
  }

  /// The protocol that the client has to speak instead (RFC 9110, 15.5.22).
  private static void upgrade(HeadWriter head) {
    head.header(HttpHeaderNames.UPGRADE, "HTTP/1.1")
        .header(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
  }

  /// Tells of the failure of a call, in the provider's own words where they are meant for programs.
  ///
  /// @param retries how often the client has sent the same before
  /// @return as [#json] does
  public boolean failure(Failed why, AttemptHistory history, int retries) {
    if (why instanceof Failed.Refused refused && ApiErrors.inItsOwnWords(refused)) {
      return verbatim(refused, history);
    }
    return fault(ApiErrors.of(why), history, retries);
  }

  private boolean fault(ApiError fault, AttemptHistory history, int retries) {
    ApiError error = dialect.fitted(fault);
    HeadWriter head = failed(error.status(), Names.JSON, history);
    Optional<Duration> after = comeBack.after(error, history, retries);
    retry(head, after);
    return carrier.send(head, dialect.error(error.after(after), id));
  }

  /// Passes on a provider's own words, which are about the request: it would be refused again.
  private boolean verbatim(Failed.Refused why, AttemptHistory history) {
    HeadWriter head = failed(why.status(), why.contentType(), history);
    retry(head, Optional.empty());
    return carrier.send(head, dialect.refusal(why, id));
  }

  private HeadWriter failed(int status, CharSequence contentType, AttemptHistory history) {
    HeadWriter head = head(status, contentType);
    history.said().forEach((name, value) -> pass(head, name, value));
    OwnHeaders.history(head, history);
    return head;
  }

  private static void pass(HeadWriter head, String name, String value) {
    if (!Names.OURS.contains(name) && !Names.OF_BODY.contains(name)) {
      head.header(name, value);
    }
  }

  private HeadWriter head(int status, CharSequence contentType) {
    HeadWriter head = carrier.head(status).header(HttpHeaderNames.CONTENT_TYPE, contentType);
    OwnHeaders.names(head, id, dialect);
    return head;
  }

  /// @param after how long the client is to wait; empty where it is not to come back
  private static void retry(HeadWriter head, Optional<Duration> after) {
    head.header(Names.SHOULD_RETRY, after.isPresent() ? "true" : "false");
    if (after.isPresent()) {
      long millis = ceil(after.get());
      head.header(Names.RETRY_AFTER_MS, millis);
      head.header(HttpHeaderNames.RETRY_AFTER, (millis + 999) / 1000);
    }
  }

  /// Rounds up to whole milliseconds.
  private static long ceil(Duration wait) {
    return wait.plusNanos(999_999).toMillis();
  }
}
