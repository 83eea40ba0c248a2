package dev.sluice.openai;

import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIIoException;
import dev.sluice.http.GatewayClosedException;
import dev.sluice.http.GatewayHttp;
import dev.sluice.http.HttpAnswer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The transport of the client: requests go to a gateway in the same process. Safe for any thread.
/// To close it does nothing: the gateway stays its owner's.
record GatewayHttpClient(GatewayHttp http) implements HttpClient {
  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    try {
      return new GatewayResponse(http.send(Requests.of(request, options)));
    } catch (GatewayClosedException closed) {
      throw failed(closed);
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
      throw new OpenAIIoException("interrupted while waiting for the answer", left);
    }
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    CompletableFuture<HttpAnswer> answer = http.sendAsync(Requests.of(request, options));
    var response = new CompletableFuture<HttpResponse>();
    var _ = answer.whenComplete((head, why) -> complete(response, head, why));
    var _ = response.whenComplete((_, _) -> cancel(answer, response));
    return response;
  }

  private static void complete(
      CompletableFuture<HttpResponse> response,
      @Nullable HttpAnswer head,
      @Nullable Throwable why) {
    if (head == null) {
      response.completeExceptionally(failed(why));
    } else if (!response.complete(new GatewayResponse(head))) {
      head.close();
    }
  }

  /// The client cancels the future that it holds; the call under way ends with it.
  private static void cancel(
      CompletableFuture<HttpAnswer> answer, CompletableFuture<HttpResponse> response) {
    if (response.isCancelled()) {
      answer.cancel(false);
    }
  }

  private static OpenAIIoException failed(@Nullable Throwable why) {
    Throwable cause =
        why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    String message = cause == null ? "no answer" : cause.getMessage();
    return new OpenAIIoException(message, cause);
  }

  @Override
  public void close() {}
}
