package dev.sluice.server.edge;

import dev.sluice.api.Endpoint;
import dev.sluice.api.head.CallFaults;
import dev.sluice.api.head.ClientClaims;
import dev.sluice.api.head.FormType;
import dev.sluice.api.head.ForwardedHeaders;
import dev.sluice.api.head.HeadFault;
import dev.sluice.api.head.TraceParent;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.Operation.Form;
import dev.sluice.call.request.RequestFacts;
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
/// @param origins what is kept for expressions
/// @param observer notified of claims that are ignored
record CallHead(
    CallFaults faults,
    ForwardedHeaders forwarded,
    TagRules tags,
    OriginRules origins,
    EdgeObserver observer) {

  private static final Endpoint.Calling PASSED = new Endpoint.Calling(Operation.PASS_THROUGH);

  /// The sender of a request.
  ///
  /// @param address where it comes from
  /// @param oldNames whether it may use names that prove no owner
  record Sender(Client client, String address, boolean oldNames) {}

  /// Judges the head of a call.
  Decision judge(HttpRequest request, Endpoint.Calling endpoint, Sender sender) {
    return judge(request, endpoint, Optional.empty(), sender);
  }

  /// Judges the head of a request about a stored response.
  Decision judge(HttpRequest request, Endpoint.Stored stored, Sender sender) {
    String method = request.method().name();
    return judge(
        request,
        new Endpoint.Calling(Operation.STORED_RESPONSE),
        Optional.of(StoredResponses.facts(method, stored.id(), stored.path(), stored.query())),
        sender);
  }

  /// Judges the head of a request that is passed through, whose method and path may pass.
  Decision judge(HttpRequest request, RequestFacts facts, Sender sender) {
    return judge(request, PASSED, Optional.of(facts), sender);
  }

  private Decision judge(
      HttpRequest request, Endpoint.Calling endpoint, Optional<RequestFacts> facts, Sender sender) {
    Client client = sender.client();
    HttpHeaders headers = request.headers();
    long announced = announced(request);
    int hops = CallFaults.hops(headers);
    ClientClaims claims;
    try {
      claims = claims(request, endpoint.operation(), announced, hops);
    } catch (HeadFault fault) {
      return HeadValidator.reject(fault.error());
    }
    return new Decision.Read(
        endpoint,
        facts,
        endpoint.operation() == Operation.PASS_THROUGH
            ? forwarded.ofPassed(headers, hops)
            : forwarded.of(headers, hops),
        claims.clientWait(),
        ClientClaim.of(claims, client, observer),
        TraceParent.trace(headers),
        (int) announced,
        hesitant(request),
        client,
        sender.oldNames(),
        tags.of(headers),
        origins.of(headers, client, sender.address()),
        endpoint.operation().form() == Form.JSON ? "" : FormType.boundary(headers));
  }

  private ClientClaims claims(HttpRequest request, Operation operation, long announced, int hops)
      throws HeadFault {
    return switch (operation) {
      case STORED_RESPONSE -> faults.ofStored(request.headers(), announced, hops);
      case PASS_THROUGH -> faults.ofPassed(request, announced, hops);
      default -> faults.ofCall(request, operation.form(), announced, hops);
    };
  }

  /// The length of the body, -1 for chunks.
  static long announced(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        ? -1
        : HttpUtil.getContentLength(request, 0L);
  }

  static boolean hesitant(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.EXPECT)
        && HttpVersion.HTTP_1_1.equals(request.protocolVersion());
  }
}
