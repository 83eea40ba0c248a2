package dev.sluice.api.head;

import io.netty.util.AsciiString;
import java.util.Set;

/// Names of the headers that are the server's own.
public final class Names {
  public static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");
  public static final AsciiString TARGET = AsciiString.cached("x-sluice-target");
  public static final AsciiString ATTEMPTS = AsciiString.cached("x-sluice-attempts");
  public static final AsciiString REASON = AsciiString.cached("x-sluice-reason");
  public static final AsciiString QUEUE_MS = AsciiString.cached("x-sluice-queue-ms");
  public static final AsciiString COST = AsciiString.cached("x-sluice-cost");
  public static final AsciiString BATCH = AsciiString.cached("x-sluice-batch");
  public static final AsciiString CACHE = AsciiString.cached("x-sluice-cache");
  public static final AsciiString SHOULD_RETRY = AsciiString.cached("x-should-retry");
  public static final AsciiString RETRY_AFTER_MS = AsciiString.cached("retry-after-ms");
  public static final AsciiString JSON = AsciiString.cached("application/json");

  /// The headers that a provider's answer cannot set: the framing, and the gateway's own.
  public static final Set<String> OURS =
      Set.of(
          "connection",
          "content-length",
          "keep-alive",
          "proxy-authenticate",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          REQUEST_ID.toString(),
          TARGET.toString(),
          ATTEMPTS.toString(),
          REASON.toString(),
          QUEUE_MS.toString(),
          COST.toString());

  /// The headers about an answer's body, which an error's is not.
  public static final Set<String> OF_BODY =
      Set.of("content-type", "content-length", BATCH.toString(), CACHE.toString());

  private Names() {}
}
