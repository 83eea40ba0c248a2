package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.api.Endpoint;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.header.Hops;
import dev.sluice.provider.stored.StoredResponses;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientClaim;
import dev.sluice.server.client.EdgeObserver;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The judge of the head of a call to a model: its headers about the body, how long its client
/// waits, and how many gateways it has passed.
///
/// @param maxBody the largest body that is taken, in bytes
/// @param observer notified of claims that are ignored
record CallHead(int maxBody, ForwardedHeaders forwarded, TagRules tags, EdgeObserver observer) {
  private static final AsciiString HOPS = AsciiString.cached(Hops.HEADER);

  /// @param oldNames whether the client may use names that prove no owner
  Decision judge(HttpRequest request, Endpoint.Calling endpoint, Client client, boolean oldNames) {
    HttpHeaders headers = request.headers();
    long announced = announced(request);
    int hops = hops(headers);
    ApiError error = hops == Hops.MOST ? EarlyErrors.LOOP : fault(request, announced);
    if (error != null) {
      return HeadValidator.turnAway(error);
    }
    return new Decision.Read(
        endpoint,
        Optional.empty(),
        forwarded.of(headers, hops),
        ClientDeadline.of(headers),
        ClientClaim.of(headers, client, observer),
        TraceParent.trace(headers),
        (int) announced,
        hesitant(request),
        client.terms().scope(),
        client,
        oldNames,
        tags.of(headers));
  }

  /// Judges the head of a request about a stored response. What comes as its body does not matter.
  Decision judge(HttpRequest request, Endpoint.Stored stored, Client client, boolean oldNames) {
    HttpHeaders headers = request.headers();
    long announced = announced(request);
    int hops = hops(headers);
    ApiError error = fault(headers, announced, hops);
    if (error != null) {
      return HeadValidator.turnAway(error);
    }
    String method = request.method().name();
    return new Decision.Read(
        new Endpoint.Calling(Operation.STORED_RESPONSE),
        Optional.of(StoredResponses.facts(method, stored.id(), stored.path(), stored.query())),
        forwarded.of(headers, hops),
        ClientDeadline.of(headers),
        ClientClaim.of(headers, client, observer),
        TraceParent.trace(headers),
        (int) announced,
        hesitant(request),
        client.terms().scope(),
        client,
        oldNames,
        tags.of(headers));
  }

  private static int hops(HttpHeaders headers) {
    return headers.contains(HOPS) ? Hops.of(headers.getAll(HOPS)) : 0;
  }

  /// The length of the body, -1 for chunks.
  private static long announced(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        ? -1
        : HttpUtil.getContentLength(request, 0L);
  }

  private @Nullable ApiError fault(HttpRequest request, long announced) {
    if (announced == 0) {
      return EarlyErrors.NO_BODY;
    }
    if (announced > maxBody) {
      return EarlyErrors.tooLarge(maxBody);
    }
    String expect = request.headers().get(HttpHeaderNames.EXPECT);
    if (expect != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expect)) {
      return EarlyErrors.EXPECTATION;
    }
    ApiError type = JsonOnly.fault(request.headers());
    return type == null ? fault(request.headers()) : type;
  }

  private @Nullable ApiError fault(HttpHeaders headers, long announced, int hops) {
    if (hops == Hops.MOST) {
      return EarlyErrors.LOOP;
    }
    return announced > maxBody ? EarlyErrors.tooLarge(maxBody) : fault(headers);
  }

  private static @Nullable ApiError fault(HttpHeaders headers) {
    ApiError deadline = ClientDeadline.fault(headers);
    return deadline == null ? ClientClaim.fault(headers) : deadline;
  }

  private static boolean hesitant(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.EXPECT)
        && HttpVersion.HTTP_1_1.equals(request.protocolVersion());
  }
}
