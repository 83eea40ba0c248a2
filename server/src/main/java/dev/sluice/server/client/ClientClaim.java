package dev.sluice.server.client;

import dev.sluice.api.ApiError;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.server.http.Ascii;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A client's wishes for its call: `x-sluice-priority`, `x-sluice-tenant` and `x-sluice-cache`,
/// which must make sense, and the official clients' `x-stainless-retry-count`, a remark that is
/// ignored when it makes none. A claim beyond the client's right is ignored too, and reported.
public final class ClientClaim {
  private static final AsciiString PRIORITY = AsciiString.cached("x-sluice-priority");
  private static final AsciiString TENANT = AsciiString.cached("x-sluice-tenant");
  private static final List<AsciiString> OURS = List.of(PRIORITY, TENANT, Names.CACHE);
  private static final AsciiString RETRIES = AsciiString.cached("x-stainless-retry-count");

  private static final Map<String, CacheDirective> CACHING =
      Map.of("on", CacheDirective.ON, "off", CacheDirective.OFF, "refresh", CacheDirective.REFRESH);
  private static final Map<String, Band> BANDS =
      Arrays.stream(Band.values())
          .collect(Collectors.toUnmodifiableMap(b -> b.name().toLowerCase(Locale.ROOT), b -> b));
  private static final int LONGEST_TENANT = 64;
  private static final int LONGEST_COUNT = 9;

  /// The largest count of retries that is believed. No client's own count is higher: official ones
  /// stop at two unless they are configured otherwise.
  private static final int MOST_RETRIES = 10;

  private ClientClaim() {}

  /// The fault of the client's claims, or null.
  public static @Nullable ApiError fault(HttpHeaders headers) {
    for (AsciiString header : OURS) {
      ApiError twice = twice(header, headers);
      if (twice != null) {
        return twice;
      }
    }
    String band = headers.get(PRIORITY);
    if (band != null && !BANDS.containsKey(band.strip())) {
      return invalid(PRIORITY + " must be critical, interactive, normal or batch");
    }
    String tenant = headers.get(TENANT);
    if (tenant != null && !named(tenant.strip())) {
      return invalid(TENANT + " must be 1 to " + LONGEST_TENANT + " printable ASCII characters");
    }
    String caching = headers.get(Names.CACHE);
    if (caching != null && !CACHING.containsKey(caching.strip())) {
      return invalid(Names.CACHE + " must be on, off or refresh");
    }
    return null;
  }

  /// The client's claims, if nothing is wrong.
  ///
  /// @param client the sender of the request
  /// @param observer notified of claims that are ignored
  public static SchedulingHints of(HttpHeaders headers, Client client, EdgeObserver observer) {
    String retries = headers.get(RETRIES);
    String tenant = headers.get(TENANT);
    String said = tenant == null ? SchedulingHints.NOBODY : tenant.strip();
    return new SchedulingHints(
        band(headers.get(PRIORITY), client, observer),
        tenant(said, client.tenancy(), observer),
        client.tenancy() instanceof Tenancy.Divided ? said : SchedulingHints.UNDIVIDED,
        retries == null ? 0 : count(retries.strip()),
        caching(headers.get(Names.CACHE), client, observer),
        client.name());
  }

  private static CacheDirective caching(
      @Nullable String value, Client client, EdgeObserver observer) {
    CacheDirective directive =
        value == null
            ? CacheDirective.UNSAID
            : CACHING.getOrDefault(value.strip(), CacheDirective.UNSAID);
    CacheDirective allowed =
        switch (client.terms().cache()) {
          case FULL -> directive;
          case USE -> directive == CacheDirective.REFRESH ? CacheDirective.UNSAID : directive;
          case OFF -> CacheDirective.OFF;
        };
    if (value != null && allowed != directive) {
      observer.ignored(IgnoredClaim.CACHE);
    }
    return allowed;
  }

  private static Band band(@Nullable String value, Client client, EdgeObserver observer) {
    Band band = value == null ? null : BANDS.get(value.strip());
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

  /// The error if `header` is there twice, else null: which of two values is meant is unknown.
  public static @Nullable ApiError twice(AsciiString header, HttpHeaders headers) {
    boolean twice = headers.contains(header) && headers.getAll(header).size() > 1;
    return twice ? invalid(header + " is there twice") : null;
  }

  private static boolean named(String tenant) {
    return !tenant.isEmpty() && tenant.length() <= LONGEST_TENANT && Ascii.printable(tenant);
  }

  private static int count(String text) {
    if (!Ascii.digits(text)) {
      return 0;
    }
    int count = text.length() > LONGEST_COUNT ? MOST_RETRIES : Integer.parseInt(text);
    return Math.min(count, MOST_RETRIES);
  }

  private static ApiError invalid(String message) {
    return ApiError.request(400, "invalid_value", message);
  }
}
