package dev.sluice.http;

import dev.sluice.Gateway;
import dev.sluice.GatewayEdge;
import dev.sluice.call.Payer;
import java.util.concurrent.CompletableFuture;

/// The HTTP APIs of the providers in process, in front of a gateway: the paths, answers and errors
/// of the server, without a socket or a port. Safe for any thread; holds no thread of its own, and
/// need not be closed.
///
/// ```java
/// GatewayHttp http = GatewayHttp.of(gateway);
/// try (HttpAnswer answer = http.send(ApiRequest.post("/v1/chat/completions", json))) {
///   answer.body().transferTo(out);
/// }
/// ```
///
/// Headers mean what they do at the server: `x-sluice-priority`, `x-sluice-tenant`,
/// `x-sluice-cache`, `x-sluice-deadline-ms`, `x-request-id`, `traceparent`, the timeouts that
/// official clients state, and those that are forwarded to a provider. Credentials are dropped:
/// calls are made with the gateway's own. What belongs to a socket or to the server's keys has no
/// meaning here: a body may have any size for which there is memory, and tags are not set.
public final class GatewayHttp {
  private final GatewayEdge gateway;
  private final Front front;

  private GatewayHttp(Gateway gateway, Payer payer) {
    this.gateway = GatewayEdge.of(gateway);
    this.front = new Front(gateway, payer);
  }

  /// Makes the APIs of a gateway, which stays its owner's to close. Nobody pays for its calls.
  public static GatewayHttp of(Gateway gateway) {
    return of(gateway, Payer.NOBODY);
  }

  /// Makes the APIs of a gateway, which stays its owner's to close.
  ///
  /// @param payer may refuse every call of these APIs, and is told what it has used
  public static GatewayHttp of(Gateway gateway, Payer payer) {
    return new GatewayHttp(gateway, payer);
  }

  /// Sends a request and waits for the head of its answer. For any thread, platform or virtual,
  /// those of the gateway's calls included, where [Gateway#call] may wait.
  ///
  /// @return the answer, of whatever status; to be closed
  /// @throws GatewayClosedException if the gateway is closed
  /// @throws InterruptedException if interrupted while it waits; the call is cancelled
  /// @throws IllegalArgumentException if the method or a header cannot be one of HTTP
  /// @throws IllegalStateException if it would wait for itself: on an event loop, in an observer's
  ///   `noticed` or `credentialChanged`; [#sendAsync] is for these
  public HttpAnswer send(ApiRequest request) throws InterruptedException {
    gateway.checkMayWait();
    Exchange exchange = front.begin(request, _ -> {});
    try {
      exchange.await();
      return watched(exchange);
    } catch (InterruptedException left) {
      exchange.leave();
      throw left;
    }
  }

  /// Sends a request, and returns at once. No thread waits for the answer: its future is completed
  /// on a virtual thread, where what follows may block. To cancel the future is to cancel the call.
  /// For any thread.
  ///
  /// @return the answer, of whatever status, once it has a head; to be closed. It fails with a
  ///   [GatewayClosedException] if the gateway is closed
  /// @throws IllegalArgumentException if the method or a header cannot be one of HTTP
  public CompletableFuture<HttpAnswer> sendAsync(ApiRequest request) {
    var future = new CompletableFuture<HttpAnswer>();
    Exchange exchange;
    try {
      exchange = front.begin(request, begun -> completeAside(future, begun));
    } catch (GatewayClosedException closed) {
      return CompletableFuture.failedFuture(closed);
    }
    var _ =
        future.whenComplete(
            (_, why) -> {
              if (why != null) {
                exchange.leave();
              }
            });
    return future;
  }

  /// Completes a future beside the loop, which what depends on it would hold up.
  private void completeAside(CompletableFuture<HttpAnswer> future, Exchange begun) {
    var _ =
        Thread.ofVirtual()
            .name("sluice-answer")
            .start(
                () -> {
                  if (!future.complete(watched(begun))) {
                    begun.leave();
                  }
                });
  }

  private HttpAnswer watched(Exchange begun) {
    var body = begun.body();
    gateway.watch(body, begun);
    return new HttpAnswer(begun.head(), body);
  }
}
