package dev.sluice.api.head;

import dev.sluice.api.ApiError;
import dev.sluice.provider.header.Hops;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The judge of the headers of a call to a model: those about its body, how long its client waits,
/// what the client claims, and how many gateways the call has passed. Safe for any thread.
public final class CallFaults {
  private static final AsciiString HOPS = AsciiString.cached(Hops.HEADER);

  private final int maxBody;

  /// @param maxBody the largest body that is taken, in bytes
  public CallFaults(int maxBody) {
    this.maxBody = maxBody;
  }

  /// How many gateways the call has passed.
  public static int hops(HttpHeaders headers) {
    return headers.contains(HOPS) ? Hops.of(headers.getAll(HOPS)) : 0;
  }

  /// The fault of the head of a call, or null.
  ///
  /// @param announced the length of its body in bytes; -1 for chunks
  /// @param hops how many gateways it has passed
  public @Nullable ApiError ofCall(HttpRequest request, long announced, int hops) {
    if (hops == Hops.MOST) {
      return RequestErrors.LOOP;
    }
    if (announced == 0) {
      return RequestErrors.NO_BODY;
    }
    if (announced > maxBody) {
      return RequestErrors.tooLarge(maxBody);
    }
    String expect = request.headers().get(HttpHeaderNames.EXPECT);
    if (expect != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expect)) {
      return RequestErrors.EXPECTATION;
    }
    ApiError type = JsonOnly.fault(request.headers());
    return type == null ? fault(request.headers()) : type;
  }

  /// The fault of the head of a request about a stored response, or null. What comes as its body
  /// does not matter.
  public @Nullable ApiError ofStored(HttpHeaders headers, long announced, int hops) {
    if (hops == Hops.MOST) {
      return RequestErrors.LOOP;
    }
    return announced > maxBody ? RequestErrors.tooLarge(maxBody) : fault(headers);
  }

  private static @Nullable ApiError fault(HttpHeaders headers) {
    ApiError deadline = ClientDeadline.fault(headers);
    return deadline == null ? ClaimHeaders.fault(headers) : deadline;
  }
}
