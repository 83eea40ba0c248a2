package dev.sluice.anthropic;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.Timeout;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
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
    options.timeout().map(Timeout::request).ifPresent(to::timeout);
    request.body().ifPresent(body -> add(body, to));
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
