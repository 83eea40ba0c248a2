package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.api.Endpoint;
import dev.sluice.api.head.CallFaults;
import dev.sluice.api.head.ClientDeadline;
import dev.sluice.api.head.ForwardedHeaders;
import dev.sluice.api.head.TraceParent;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.stored.StoredResponses;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientClaim;
import dev.sluice.server.client.EdgeObserver;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;

/// The judge of the head of a call to a model: its headers about the body, how long its client
/// waits, and how many gateways it has passed.
///
/// @param faults finds what is wrong with a head
/// @param observer notified of claims that are ignored
record CallHead(
    CallFaults faults, ForwardedHeaders forwarded, TagRules tags, EdgeObserver observer) {
  /// @param oldNames whether the client may use names that prove no owner
  Decision judge(HttpRequest request, Endpoint.Calling endpoint, Client client, boolean oldNames) {
    HttpHeaders headers = request.headers();
    long announced = announced(request);
    int hops = CallFaults.hops(headers);
    ApiError error = faults.ofCall(request, announced, hops);
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
    int hops = CallFaults.hops(headers);
    ApiError error = faults.ofStored(headers, announced, hops);
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

  /// The length of the body, -1 for chunks.
  private static long announced(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        ? -1
        : HttpUtil.getContentLength(request, 0L);
  }

  private static boolean hesitant(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.EXPECT)
        && HttpVersion.HTTP_1_1.equals(request.protocolVersion());
  }
}
