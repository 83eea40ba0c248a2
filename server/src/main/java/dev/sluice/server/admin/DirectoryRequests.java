package dev.sluice.server.admin;

import dev.sluice.server.admin.AdminPages.StorePage;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Reads the heads of directories' requests.
final class DirectoryRequests {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,255}");

  private DirectoryRequests() {}

  /// The body of a request that arrives.
  ///
  /// @param secure whether it comes over TLS
  static AdminBody body(DirectoryApi api, HttpRequest head, boolean secure) {
    return new AdminBody(
        head, DirectoryApi.LARGEST_BODY, text -> Optional.of(page(api, head, text, secure)));
  }

  /// A page that answers a directory.
  interface DirectoryPage extends Supplier<Page> {}

  /// An answer that changes nothing, and is not made up once its asker has gone.
  interface DirectoryQuestion extends DirectoryPage, StorePage {}

  /// The page that answers a request.
  private static Supplier<Page> page(
      DirectoryApi api, HttpRequest head, String body, boolean secure) {
    DirectoryApi.Request request;
    try {
      request = read(head, body, secure);
    } catch (IllegalArgumentException malformed) {
      return () -> Page.line(400, "the path is malformed: " + malformed.getMessage());
    }
    return head.method().equals(HttpMethod.GET)
        ? (DirectoryQuestion) () -> api.run(request)
        : (DirectoryPage) () -> api.run(request);
  }

  private static DirectoryApi.Request read(HttpRequest head, String body, boolean secure) {
    var uri = new QueryStringDecoder(head.uri());
    String host = header(head, HttpHeaderNames.HOST);
    return new DirectoryApi.Request(
        head.method().name(),
        uri.path(),
        uri.parameters(),
        HOST.matcher(host).matches() ? (secure ? "https://" : "http://") + host : "",
        header(head, HttpHeaderNames.IF_MATCH),
        header(head, HttpHeaderNames.IF_NONE_MATCH),
        body);
  }

  private static String header(HttpRequest head, CharSequence name) {
    String value = head.headers().get(name);
    return value == null ? "" : value;
  }
}
