package dev.sluice.server.http2;

import dev.sluice.api.answer.HeadWriter;
import dev.sluice.call.text.Ascii;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Set;

/// A writer of the head of an answer on a stream.
final class Http2HeadWriter extends HeadWriter {
  /// The headers about a connection of HTTP/1, which no stream may have.
  private static final Set<String> OF_CONNECTION =
      Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

  private static final int USUAL = 16;

  private final Http2Headers headers = new DefaultHttp2Headers(false, USUAL);

  Http2HeadWriter(int status) {
    headers.status(Integer.toString(status));
  }

  @Override
  public HeadWriter header(CharSequence name, CharSequence value) {
    AsciiString lower = AsciiString.of(name).toLowerCase();
    if (Ascii.visible(lower)
        && (value.isEmpty() || Ascii.printable(value))
        && !OF_CONNECTION.contains(lower.toString())) {
      headers.add(lower, AsciiString.of(value));
    }
    return this;
  }

  Http2Headers headers() {
    return headers;
  }
}
