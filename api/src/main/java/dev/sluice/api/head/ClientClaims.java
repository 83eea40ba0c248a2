package dev.sluice.api.head;

import dev.sluice.api.ApiError;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.text.Ascii;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the head of a request says of how its call is to be treated. The headers
/// `x-sluice-priority`, `x-sluice-tenant`, `x-sluice-cache` and `x-sluice-deadline-ms` must make
/// sense; the official clients' `x-stainless-retry-count` and timeouts are remarks, ignored when
/// they make none. What a client may wish is not decided here.
///
/// @param band the band that is claimed; null for none
/// @param tenant the tenant that is claimed; [SchedulingHints#NOBODY] for none
/// @param caching the use of the cache that is wished; null for none
/// @param retries how often the client says that it has repeated the call
/// @param clientWait how long the client will wait
public record ClientClaims(
    @Nullable Band band,
    String tenant,
    @Nullable CacheDirective caching,
    int retries,
    ClientWait clientWait) {
  private static final AsciiString PRIORITY = AsciiString.cached("x-sluice-priority");
  private static final AsciiString TENANT = AsciiString.cached("x-sluice-tenant");
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

  /// Reads the claims of a head.
  ///
  /// @throws HeadFault if a claim makes no sense
  static ClientClaims of(HttpHeaders headers) throws HeadFault {
    ClientWait clientWait = ClientDeadline.of(headers);
    return new ClientClaims(
        word(PRIORITY, headers, BANDS, "critical, interactive, normal or batch"),
        tenant(headers),
        word(Names.CACHE, headers, CACHING, "on, off or refresh"),
        retries(headers),
        clientWait);
  }

  private static <T> @Nullable T word(
      AsciiString header, HttpHeaders headers, Map<String, T> words, String known)
      throws HeadFault {
    String word = once(header, headers);
    T meaning = word == null ? null : words.get(word);
    if (word != null && meaning == null) {
      throw invalid(header + " must be " + known);
    }
    return meaning;
  }

  private static String tenant(HttpHeaders headers) throws HeadFault {
    String tenant = once(TENANT, headers);
    if (tenant != null && !named(tenant)) {
      throw invalid(TENANT + " must be 1 to " + LONGEST_TENANT + " printable ASCII characters");
    }
    return tenant == null ? SchedulingHints.NOBODY : tenant;
  }

  private static int retries(HttpHeaders headers) {
    String retries = headers.get(RETRIES);
    return retries == null ? 0 : count(retries.strip());
  }

  /// The value of a header that may be there once; null where it is not there.
  static @Nullable String once(AsciiString header, HttpHeaders headers) throws HeadFault {
    String value = headers.get(header);
    if (value == null) {
      return null;
    }
    if (headers.getAll(header).size() > 1) {
      throw invalid(header + " is there twice");
    }
    return value.strip();
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

  static HeadFault invalid(String message) {
    return new HeadFault(ApiError.request(400, "invalid_value", message));
  }
}
