package dev.sluice.sim.fault;

import dev.sluice.sim.dialect.ApiError;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/// Makes errors that come instead of an answer.
final class Statuses {
  private Statuses() {}

  static Reply status(Reply reply, Setting setting) {
    return error(reply, ApiError.of(setting.number()));
  }

  static Reply insufficientQuota(Reply reply, Setting setting) {
    return error(reply, ApiError.quotaExhausted());
  }

  static Reply html(Reply reply, Setting setting) {
    int status = setting.number();
    List<Header> headers = common(reply);
    headers.add(new Header("content-type", "text/html; charset=UTF-8"));
    return Reply.whole(status, headers, 0, new Bytes(256).ascii(page(status)).array());
  }

  private static String page(int status) {
    return """
    <!DOCTYPE html>
    <html><head><title>%d: error</title></head>
    <body><center><h1>%d</h1></center><hr><center>cloudfront</center></body></html>
    """
        .formatted(status, status);
  }

  static Reply error(Reply reply, ApiError error) {
    return error.reply(common(reply));
  }

  /// The headers of every answer, be it an error or not.
  private static List<Header> common(Reply reply) {
    return new ArrayList<>(reply.head().without("content-type").headers());
  }
}
