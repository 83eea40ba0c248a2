package dev.sluice.http;

import dev.sluice.Gateway;
import dev.sluice.api.head.CallFaults;
import dev.sluice.api.head.ClientClaims;
import dev.sluice.api.head.ForwardedHeaders;
import dev.sluice.api.head.TraceParent;
import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Payer;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.provider.header.ClientHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/// Makes calls of requests whose heads have no fault, as their headers say. Every claim counts: the
/// application is its own client. Safe for any thread.
final class CallHeads {
  private final Gateway gateway;
  private final Payer payer;
  private volatile Forwarding forwarding;

  /// The headers that may reach a provider.
  ///
  /// @param revision the revision of the configuration that says so
  private record Forwarding(long revision, ForwardedHeaders headers) {
    static Forwarding of(Gateway gateway) {
      long revision = gateway.revision();
      var passing = ClientHeaders.ofAny(gateway.config().providers());
      return new Forwarding(revision, new ForwardedHeaders(passing));
    }
  }

  /// @param payer pays for every call
  CallHeads(Gateway gateway, Payer payer) {
    this.gateway = gateway;
    this.payer = payer;
    this.forwarding = Forwarding.of(gateway);
  }

  /// Makes the call of a request that arrives now.
  ///
  /// @param loop the event loop that is to own its sockets
  Call call(
      String id,
      Operation operation,
      RequestFacts facts,
      Body body,
      HttpHeaders headers,
      ClientClaims claims,
      Loop loop) {
    long arrived = Clock.SYSTEM.nanos();
    return new Call(
        id,
        operation,
        facts,
        body,
        forwarded().of(headers, CallFaults.hops(headers)),
        arrived,
        claims.clientWait().from(arrived, facts.stream()),
        loop,
        hints(claims),
        FailedTargets.NONE,
        TraceParent.trace(headers),
        payer,
        "",
        CallOrigin.NONE);
  }

  private ForwardedHeaders forwarded() {
    Forwarding known = forwarding;
    if (known.revision() != gateway.revision()) {
      known = Forwarding.of(gateway);
      forwarding = known;
    }
    return known.headers();
  }

  private static SchedulingHints hints(ClientClaims claims) {
    Band band = claims.band();
    CacheDirective caching = claims.caching();
    return new SchedulingHints(
        band == null ? Band.NORMAL : band,
        claims.tenant(),
        claims.retries(),
        caching == null ? CacheDirective.UNSAID : caching);
  }
}
