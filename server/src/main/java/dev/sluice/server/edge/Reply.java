package dev.sluice.server.edge;

import dev.sluice.accounts.price.Money;
import dev.sluice.api.ApiError;
import dev.sluice.api.RetryHint;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.server.client.Names;
import dev.sluice.server.http.AnswerWriter;
import dev.sluice.server.http.HeadWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.time.Duration;
import java.util.Optional;

/// Answers that the server gives itself: short, whole, in JSON.
final class Reply {
  private final Channel channel;
  private final RequestContext context;
  private final RetryHint comeBack;
  private final AnswerWriter writer;

  public Reply(Channel channel, RequestContext context, RetryHint comeBack) {
    this.channel = channel;
    this.context = context;
    this.comeBack = comeBack;
    this.writer = context.framing().writer(channel);
  }

  /// Tells `json`.
  ///
  /// @return whether the connection may serve another request
  public boolean json(String json) {
    return send(head(200, Names.JSON), json);
  }

  /// Tells of a fault of a request that was never a call.
  ///
  /// @param allow the methods that there are, where that is what was wrong
  public boolean fault(ApiError fault, Optional<String> allow) {
    ApiError error = context.dialect().fitted(fault);
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
    return send(head, context.dialect().error(error.after(after), context.id()));
  }

  /// The protocol that the client has to speak instead (RFC 9110, 15.5.22).
  private static void upgrade(HeadWriter head) {
    head.header(HttpHeaderNames.UPGRADE, "HTTP/1.1")
        .header(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
  }

  /// Tells of a fault of a call.
  ///
  /// @param retries how often the client has sent the same before
  public boolean fault(ApiError fault, AttemptHistory history, int retries) {
    ApiError error = context.dialect().fitted(fault);
    HeadWriter head = failed(error.status(), Names.JSON, history);
    Optional<Duration> after = comeBack.after(error, history, retries);
    retry(head, after);
    return send(head, context.dialect().error(error.after(after), context.id()));
  }

  /// Passes on a provider's own words, which are about the request: it would be refused again.
  boolean verbatim(int status, String contentType, String body, AttemptHistory history) {
    HeadWriter head = failed(status, contentType, history);
    retry(head, Optional.empty());
    return send(head, body);
  }

  private HeadWriter failed(int status, CharSequence contentType, AttemptHistory history) {
    HeadWriter head = head(status, contentType);
    history.said().forEach((name, value) -> pass(head, name, value));
    history(head, history);
    return head;
  }

  private static void pass(HeadWriter head, String name, String value) {
    if (!Names.OURS.contains(name) && !Names.OF_BODY.contains(name)) {
      head.header(name, value);
    }
  }

  private HeadWriter head(int status, CharSequence contentType) {
    HeadWriter head = writer.head(status).header(HttpHeaderNames.CONTENT_TYPE, contentType);
    names(head, context);
    return head;
  }

  /// Adds the identifier of the request.
  static void names(HeadWriter head, RequestContext context) {
    head.header(Names.REQUEST_ID, context.id());
    context.dialect().requestIdHeader().ifPresent(name -> head.header(name, context.id()));
  }

  /// Tells which way the call has gone, how long it has waited and what it costs; nothing when it
  /// has gone nowhere.
  static void history(HeadWriter head, AttemptHistory history) {
    if (history.attempts() > 0 || history.queued().isPositive()) {
      head.header(Names.QUEUE_MS, history.queued().toMillis());
    }
    if (history.attempts() > 0) {
      head.header(Names.TARGET, history.target()).header(Names.ATTEMPTS, history.attempts());
      history.reason().ifPresent(reason -> head.header(Names.REASON, reason));
    }
    history.cost().ifPresent(nanos -> head.header(Names.COST, Money.dollars(nanos)));
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

  private boolean send(HeadWriter head, String body) {
    ByteBuf bytes = ByteBufUtil.writeUtf8(channel.alloc(), body);
    writer.start(head, bytes.readableBytes());
    writer.write(bytes);
    writer.finish();
    return writer.reusable();
  }
}
