package dev.sluice.api.head;

import dev.sluice.api.ApiError;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.text.Ascii;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The headers by which a client says what it wishes for its call: `x-sluice-priority`,
/// `x-sluice-tenant` and `x-sluice-cache`, which must make sense, and the official clients'
/// `x-stainless-retry-count`, a remark that is ignored when it makes none. What a client may wish
/// is not decided here.
public final class ClaimHeaders {
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

  private ClaimHeaders() {}

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

  /// The band that is claimed; null for none.
  public static @Nullable Band band(HttpHeaders headers) {
    String value = headers.get(PRIORITY);
    return value == null ? null : BANDS.get(value.strip());
  }

  /// The tenant that is claimed; [SchedulingHints#NOBODY] for none.
  public static String tenant(HttpHeaders headers) {
    String tenant = headers.get(TENANT);
    return tenant == null ? SchedulingHints.NOBODY : tenant.strip();
  }

  /// What is said of answers that were not made for the call; null where nothing is.
  public static @Nullable CacheDirective caching(HttpHeaders headers) {
    String value = headers.get(Names.CACHE);
    return value == null ? null : CACHING.getOrDefault(value.strip(), CacheDirective.UNSAID);
  }

  /// How often the client has sent the same before, by its own count.
  public static int retries(HttpHeaders headers) {
    String retries = headers.get(RETRIES);
    return retries == null ? 0 : count(retries.strip());
  }

  /// The error if `header` is there twice, else null: which of two values is meant is unknown.
  static @Nullable ApiError twice(AsciiString header, HttpHeaders headers) {
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
