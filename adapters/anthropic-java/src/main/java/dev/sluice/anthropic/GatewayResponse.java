package dev.sluice.anthropic;

import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpResponse;
import dev.sluice.http.HttpAnswer;
import java.io.InputStream;

/// An answer of the gateway as the client's response. Closing it cancels the call if it runs.
final class GatewayResponse implements HttpResponse {
  private final HttpAnswer answer;
  private final Headers headers;

  GatewayResponse(HttpAnswer answer) {
    this.answer = answer;
    this.headers = Headers.builder().putAll(answer.headers()).build();
  }

  @Override
  public int statusCode() {
    return answer.status();
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  public InputStream body() {
    return answer.body();
  }

  @Override
  public void close() {
    answer.close();
  }
}
