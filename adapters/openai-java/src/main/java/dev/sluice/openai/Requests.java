package dev.sluice.openai;

import com.openai.core.RequestOptions;
import com.openai.core.Timeout;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import dev.sluice.http.ApiRequest;
import dev.sluice.http.RequestBuilder;
import java.io.ByteArrayOutputStream;

/// Requests of the client as requests to the gateway.
final class Requests {
  private Requests() {}

  static ApiRequest of(HttpRequest request, RequestOptions options) {
    RequestBuilder to = ApiRequest.to(request.method().name(), request.baseUrl());
    request.pathSegments().forEach(to::segment);
    var query = request.queryParams();
    query.keys().forEach(key -> query.values(key).forEach(value -> to.query(key, value)));
    var headers = request.headers();
    headers.names().forEach(name -> headers.values(name).forEach(value -> to.header(name, value)));
    Timeout timeout = options.getTimeout();
    if (timeout != null) {
      to.timeout(timeout.request());
    }
    HttpRequestBody body = request.body();
    if (body != null) {
      add(body, to);
    }
    return to.build();
  }

  private static void add(HttpRequestBody body, RequestBuilder to) {
    try (body) {
      var bytes = new ByteArrayOutputStream();
      body.writeTo(bytes);
      String type = body.contentType();
      to.body(type == null ? "" : type, bytes.toByteArray());
    }
  }
}
