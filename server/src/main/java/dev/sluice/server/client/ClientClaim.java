package dev.sluice.server.client;

import dev.sluice.api.head.ClientClaims;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.SchedulingHints;
import org.jspecify.annotations.Nullable;

/// What a client's headers claim for its call ([ClientClaims]), as far as the client may. A claim
/// beyond the client's right is ignored, and reported.
public final class ClientClaim {
  private ClientClaim() {}

  /// The client's claims as hints.
  ///
  /// @param client the sender of the request
  /// @param observer notified of claims that are ignored
  public static SchedulingHints of(ClientClaims claims, Client client, EdgeObserver observer) {
    String said = claims.tenant();
    return new SchedulingHints(
        band(claims.band(), client, observer),
        tenant(said, client.tenancy(), observer),
        client.tenancy() instanceof Tenancy.Divided ? said : SchedulingHints.UNDIVIDED,
        claims.retries(),
        caching(claims.caching(), client, observer),
        client.name(),
        SchedulingHints.NO_CONVERSATION);
  }

  private static CacheDirective caching(
      @Nullable CacheDirective said, Client client, EdgeObserver observer) {
    CacheDirective directive = said == null ? CacheDirective.UNSAID : said;
    CacheDirective allowed =
        switch (client.terms().cache()) {
          case FULL -> directive;
          case USE -> directive == CacheDirective.REFRESH ? CacheDirective.UNSAID : directive;
          case OFF -> CacheDirective.OFF;
        };
    if (said != null && allowed != directive) {
      observer.ignored(IgnoredClaim.CACHE);
    }
    return allowed;
  }

  private static Band band(@Nullable Band band, Client client, EdgeObserver observer) {
    if (band == null) {
      return client.usual();
    }
    if (client.mayUse(band)) {
      return band;
    }
    observer.ignored(IgnoredClaim.PRIORITY);
    return client.usual();
  }

  private static String tenant(String name, Tenancy tenancy, EdgeObserver observer) {
    return switch (tenancy) {
      case Tenancy.Claimed _ -> name;
      case Tenancy.Divided(String tenant) -> tenant;
      case Tenancy.Fixed(String tenant) -> {
        if (!name.equals(SchedulingHints.NOBODY) && !name.equals(tenant)) {
          observer.ignored(IgnoredClaim.TENANT);
        }
        yield tenant;
      }
    };
  }
}
