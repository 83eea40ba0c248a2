package dev.sluice.server.edge;

import dev.sluice.call.Band;
import dev.sluice.call.Caching;
import dev.sluice.call.Claim;
import dev.sluice.server.openai.Fault;
import dev.sluice.server.wire.Ascii;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a client wants its call to be treated: in `x-sluice-priority`, `x-sluice-tenant` and
/// `x-sluice-cache`, which must make sense, and in the official clients' `x-stainless-retry-count`,
/// a remark that is ignored when it does not.
final class ClientClaim {
  private static final AsciiString PRIORITY = AsciiString.cached("x-sluice-priority");
  private static final AsciiString TENANT = AsciiString.cached("x-sluice-tenant");
  private static final List<AsciiString> OURS = List.of(PRIORITY, TENANT, Names.CACHE);
  private static final AsciiString RETRIES = AsciiString.cached("x-stainless-retry-count");

  private static final Map<String, Caching> CACHING =
      Map.of("on", Caching.ON, "off", Caching.OFF, "refresh", Caching.REFRESH);
  private static final Map<String, Band> BANDS =
      Arrays.stream(Band.values())
          .collect(Collectors.toUnmodifiableMap(b -> b.name().toLowerCase(Locale.ROOT), b -> b));
  private static final int LONGEST_TENANT = 64;
  private static final int LONGEST_COUNT = 4;

  private ClientClaim() {}

  /// What is wrong with what the client says, or null.
  static @Nullable Fault fault(HttpHeaders headers) {
    for (AsciiString header : OURS) {
      Fault twice = twice(header, headers);
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

  /// What it claims, where nothing is wrong.
  ///
  /// @param caller who it is
  static Claim of(HttpHeaders headers, String caller) {
    String band = headers.get(PRIORITY);
    String tenant = headers.get(TENANT);
    String retries = headers.get(RETRIES);
    String caching = headers.get(Names.CACHE);
    return new Claim(
        band == null ? Claim.NONE.band() : BANDS.getOrDefault(band.strip(), Claim.NONE.band()),
        tenant == null ? Claim.NONE.tenant() : tenant.strip(),
        retries == null ? 0 : count(retries.strip()),
        caching == null ? Caching.UNSAID : CACHING.getOrDefault(caching.strip(), Caching.UNSAID),
        caller);
  }

  /// What is wrong where `header` is there twice, else null: of two nobody knows which one is
  /// meant.
  static @Nullable Fault twice(AsciiString header, HttpHeaders headers) {
    return headers.getAll(header).size() > 1 ? invalid(header + " is there twice") : null;
  }

  private static boolean named(String tenant) {
    return !tenant.isEmpty() && tenant.length() <= LONGEST_TENANT && Ascii.printable(tenant);
  }

  private static int count(String text) {
    return Ascii.digits(text) && text.length() <= LONGEST_COUNT ? Integer.parseInt(text) : 0;
  }

  private static Fault invalid(String message) {
    return Fault.request(400, "invalid_value", message);
  }
}
