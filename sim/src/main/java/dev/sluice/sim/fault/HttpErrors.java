package dev.sluice.sim.fault;

import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.util.ArrayList;
import java.util.List;

/// Makes errors that come instead of an answer.
final class HttpErrors {
  private HttpErrors() {}

  static HttpReply status(HttpReply reply, FaultContext context) {
    return error(reply, OpenAiError.of(context.number()));
  }

  static HttpReply insufficientQuota(HttpReply reply, FaultContext context) {
    return error(reply, OpenAiError.quotaExhausted());
  }

  static HttpReply html(HttpReply reply, FaultContext context) {
    int status = context.number();
    List<Header> headers = common(reply);
    headers.add(new Header("content-type", "text/html; charset=UTF-8"));
    return HttpReply.whole(status, headers, 0, new Bytes(256).ascii(page(status)).array());
  }

  private static String page(int status) {
    return """
    <!DOCTYPE html>
    <html><head><title>%d: error</title></head>
    <body><center><h1>%d</h1></center><hr><center>cloudfront</center></body></html>
    """
        .formatted(status, status);
  }

  static HttpReply error(HttpReply reply, OpenAiError error) {
    return error.reply(common(reply));
  }

  /// The headers of every answer, be it an error or not.
  private static List<Header> common(HttpReply reply) {
    return new ArrayList<>(reply.head().without("content-type").headers());
  }
}
