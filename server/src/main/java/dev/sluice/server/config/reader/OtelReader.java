package dev.sluice.server.config.reader;

import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.HeaderValue;
import dev.sluice.config.value.ProviderUrl;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.config.OtelConfig;
import dev.sluice.server.config.OtelConfig.Names;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The reader of `otel`.
final class OtelReader {
  private static final Type<Duration> TIME =
      Types.duration(Duration.ofMillis(1), Duration.ofHours(1));

  private OtelReader() {}

  /// The settings of a section, or of none.
  public static OtelConfig read(Section in) {
    OtelConfig standard = OtelConfig.defaults();
    return new OtelConfig(
        in.get("endpoint", new ProviderUrl()),
        in.in("headers", section -> headers(in, section)),
        in.get("sample", Types.PERCENT),
        in.get("slow", TIME, standard.slow()),
        in.get(
            "names",
            Types.oneOf(Map.entry("latest", Names.LATEST), Map.entry("1.36", Names.V1_36)),
            standard.names()),
        in.get("service", Types.TEXT));
  }

  private static Map<String, Secret> headers(Section otel, Section in) {
    Map<String, Secret> headers = new LinkedHashMap<>();
    for (String name : otel.names("headers")) {
      Optional<Secret> value = in.get(name, new HeaderValue());
      if (name.matches("[A-Za-z0-9_-]{1,64}")) {
        value.ifPresent(secret -> headers.put(name, secret));
      } else {
        in.fail(name, "is no header's name: letters, digits, - and _ make one, 64 at most");
      }
    }
    return headers;
  }
}
