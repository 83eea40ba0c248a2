package dev.sluice.genai;

import dev.sluice.http.ApiRequest;
import dev.sluice.http.GatewayClosedException;
import dev.sluice.http.GatewayHttp;
import dev.sluice.http.HttpAnswer;
import dev.sluice.http.RequestBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.Okio;

/// Answers every request itself, from a gateway in the same process. Safe for any thread.
record GatewayInterceptor(GatewayHttp http) implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    Duration timeout = Duration.ofNanos(chain.call().timeout().timeoutNanos());
    ApiRequest sent = request(chain.request(), timeout);
    try {
      return response(chain.request(), http.send(sent));
    } catch (GatewayClosedException closed) {
      throw new IOException(closed.getMessage(), closed);
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the answer");
    }
  }

  private static ApiRequest request(Request request, Duration timeout) throws IOException {
    RequestBuilder to = ApiRequest.to(request.method(), request.url().toString());
    Headers headers = request.headers();
    for (int i = 0; i < headers.size(); i++) {
      to.header(headers.name(i), headers.value(i));
    }
    RequestBody body = request.body();
    if (body != null) {
      var bytes = new Buffer();
      body.writeTo(bytes);
      MediaType type = body.contentType();
      to.body(type == null ? "" : type.toString(), bytes.readByteArray());
    }
    return to.timeout(timeout).build();
  }

  private static Response response(Request request, HttpAnswer answer) {
    var headers = new Headers.Builder();
    answer.headers().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
    Optional<MediaType> type = answer.header("content-type").map(MediaType::parse);
    long length = answer.header("content-length").map(Long::parseLong).orElse(-1L);
    return new Response.Builder()
        .request(request)
        .protocol(Protocol.HTTP_1_1)
        .code(answer.status())
        .message("")
        .headers(headers.build())
        .body(
            ResponseBody.create(Okio.buffer(Okio.source(answer.body())), type.orElse(null), length))
        .build();
  }
}
