package dev.sluice.langchain4j;

import static dev.langchain4j.http.client.sse.ServerSentEventListenerUtils.ignoringExceptions;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.sluice.http.ApiRequest;
import dev.sluice.http.GatewayClosedException;
import dev.sluice.http.GatewayHttp;
import dev.sluice.http.HttpAnswer;
import dev.sluice.http.RequestBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/// A client whose requests go to a gateway in the same process. Safe for any thread.
///
/// @param readTimeout zero for none
record GatewayHttpClient(GatewayHttp http, Duration readTimeout) implements HttpClient {
  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    ApiRequest sent = request(request).timeout(readTimeout).build();
    try (HttpAnswer answer = http.send(sent)) {
      byte[] body = answer.body().readAllBytes();
      if (!isSuccessful(answer)) {
        throw new HttpException(answer.status(), new String(body, UTF_8));
      }
      return response(answer).body(body).build();
    } catch (GatewayClosedException closed) {
      throw unreachable(closed);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the answer", left);
    }
  }

  /// Returns at once; the listener is called on a virtual thread of this answer's own.
  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    ApiRequest sent = request(request).firstByte(readTimeout).build();
    var _ =
        http.sendAsync(sent)
            .whenCompleteAsync(
                (answer, why) -> answered(answer, why, parser, listener), GatewayHttpClient::aside);
  }

  /// Runs a task on a virtual thread of the JDK's scheduler. A virtual thread that starts another
  /// hands on its own scheduler, which may be a loop of the gateway: a platform thread starts it.
  private static void aside(Runnable task) {
    if (Thread.currentThread().isVirtual()) {
      ForkJoinPool.commonPool().execute(() -> start(task));
    } else {
      start(task);
    }
  }

  private static void start(Runnable task) {
    var _ =
        Thread.ofVirtual().name("sluice-stream").inheritInheritableThreadLocals(false).start(task);
  }

  private static void answered(
      @Nullable HttpAnswer answer,
      @Nullable Throwable why,
      ServerSentEventParser parser,
      ServerSentEventListener listener) {
    if (answer == null) {
      RuntimeException failure = unreachable(why);
      ignoringExceptions(() -> listener.onError(failure));
      return;
    }
    try (answer) {
      if (isSuccessful(answer)) {
        ignoringExceptions(() -> listener.onOpen(response(answer).build()));
        parser.parse(answer.body(), listener);
        ignoringExceptions(listener::onClose);
      } else {
        String body = new String(answer.body().readAllBytes(), UTF_8);
        ignoringExceptions(() -> listener.onError(new HttpException(answer.status(), body)));
      }
    } catch (IOException | RuntimeException broken) {
      ignoringExceptions(() -> listener.onError(broken));
    }
  }

  private static RequestBuilder request(HttpRequest request) {
    RequestBuilder to = ApiRequest.to(request.method().name(), request.url());
    request.headers().forEach((name, values) -> values.forEach(value -> to.header(name, value)));
    String body = request.body();
    return body == null ? to : to.body("", body.getBytes(UTF_8));
  }

  private static boolean isSuccessful(HttpAnswer answer) {
    return answer.status() / 100 == 2;
  }

  private static SuccessfulHttpResponse.Builder response(HttpAnswer answer) {
    return SuccessfulHttpResponse.builder().statusCode(answer.status()).headers(answer.headers());
  }

  /// The failure of a request that did not reach a gateway, as of a connection that cannot be made.
  private static UncheckedIOException unreachable(@Nullable Throwable why) {
    String message = why == null ? "no answer" : why.getMessage();
    return new UncheckedIOException(message, new IOException(message, why));
  }
}
