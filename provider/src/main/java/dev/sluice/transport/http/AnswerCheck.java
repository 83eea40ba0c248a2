package dev.sluice.transport.http;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import org.jspecify.annotations.Nullable;

/// The checks of an answer's framing.
final class AnswerCheck {
  /// How many headers an answer may have.
  static final int MAX_HEADERS = 256;

  private AnswerCheck() {}

  /// The flaw in the head of an answer; null when there is none.
  static @Nullable Failed flaw(HttpResponse head) {
    HttpHeaders headers = head.headers();
    if (head.decoderResult().isFailure()) {
      return malformed("its head is not HTTP, or beyond 64 KiB");
    }
    if (headers.size() > MAX_HEADERS) {
      return malformed("it has more than " + MAX_HEADERS + " headers");
    }
    if (head.status().code() < 100 || head.status().code() > 599) {
      return malformed("its status is none of HTTP's");
    }
    if (head.status().code() == 101) {
      return malformed("it switches protocols");
    }
    if (head.status().codeClass() == HttpStatusClass.REDIRECTION) {
      return new Failed.BadAnswer(Flaw.REDIRECT, "it redirects (" + head.status().code() + ")");
    }
    if (!isAbsentOr(headers, HttpHeaderNames.CONTENT_ENCODING, "identity")) {
      return malformed("it is compressed, though identity was asked for");
    }
    if (!isAbsentOr(headers, HttpHeaderNames.TRANSFER_ENCODING, "chunked")) {
      return malformed("its transfer encoding is not chunked");
    }
    return null;
  }

  /// Whether the connection closed in the middle of this head.
  static boolean cutShort(HttpResponse head) {
    return head.decoderResult().cause() instanceof PrematureChannelClosureException;
  }

  /// The flaw in a part of a body; null when there is none.
  static @Nullable Failed flaw(HttpObject part) {
    return part.decoderResult().isFailure() ? malformed("its chunks are malformed") : null;
  }

  static Failed malformed(String detail) {
    return new Failed.BadAnswer(Flaw.MALFORMED, detail);
  }

  private static boolean isAbsentOr(HttpHeaders headers, CharSequence name, String value) {
    String got = headers.get(name);
    return got == null || got.isBlank() || got.equalsIgnoreCase(value);
  }
}
