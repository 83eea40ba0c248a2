package dev.sluice.config.file;

import dev.sluice.config.provider.Auth;
import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.AwsAuth.Role;
import dev.sluice.config.provider.AwsAuth.Source;
import dev.sluice.config.provider.CallLabel;
import dev.sluice.config.value.ProviderUrl;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The reader of `auth` of the kind `aws`.
final class AwsAuthReader {
  /// The hosts of AWS' services, with the service's name in front of the region.
  private static final Pattern HOST =
      Pattern.compile(
          "(?:.*\\.)?(?:vpce-[a-z0-9-]+\\.)?([a-z-]+?)(?:-fips)?\\.([a-z]{2,}(?:-[a-z]+)+-\\d)"
              + "(?:\\.vpce)?\\.(?:amazonaws\\.com(?:\\.cn)?|api\\.aws)");

  private static final Type<CallLabel> LABEL = Types.oneOf(CallLabel.class);

  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final String SESSION = "sluice";

  private AwsAuthReader() {}

  static Optional<Auth> read(Section in, URI url) {
    Matcher host = HOST.matcher(url.getHost().toLowerCase(Locale.ROOT));
    boolean known = host.matches();
    Optional<String> region =
        in.get("region", Types.TEXT)
            .or(() -> known ? Optional.of(host.group(2)) : Optional.empty())
            .or(() -> AwsSources.region(in));
    Optional<String> service =
        in.get("service", Types.TEXT)
            .or(() -> known ? Optional.of(service(host.group(1))) : Optional.empty());
    if (region.isEmpty()) {
      in.fail("has no region: add `region: us-east-1`, or set AWS_REGION");
    }
    if (service.isEmpty()) {
      in.fail("has no service: add `service: bedrock`, the name that signatures are for");
    }
    return auth(in, region, service, true).map(Function.identity());
  }

  /// Reads what authorises requests to a service that is known, in a region that is. All of them
  /// are one caller's.
  static Optional<AwsAuth> read(Section in, String region, String service) {
    return auth(in, Optional.of(region), Optional.of(service), false);
  }

  private static Optional<AwsAuth> auth(
      Section in, Optional<String> region, Optional<String> service, boolean divided) {
    Optional<Source> source = AwsSources.source(in);
    Optional<URI> sts =
        in.get("sts", new ProviderUrl()).or(() -> AuthReader.address(in, "AWS_ENDPOINT_URL_STS"));
    // Last, since a role that cannot be ends the reading.
    Set<CallLabel> told = divided ? Set.copyOf(in.list("session_tags", LABEL)) : Set.of();
    List<Role> roles = role(in).map(List::of).orElse(List.of());
    return region.isEmpty() || service.isEmpty() || source.isEmpty()
        ? Optional.empty()
        : Optional.of(new AwsAuth(region.get(), service.get(), source.get(), roles, sts, told));
  }

  private static String service(String host) {
    return host.equals("bedrock-runtime") ? "bedrock" : host;
  }

  private static Optional<Role> role(Section in) {
    Optional<String> arn = in.get("role", Types.TEXT);
    String session = in.get("session", Types.TEXT, SESSION);
    Optional<String> external = in.get("external_id", Types.TEXT);
    Optional<Duration> life = in.get("life", Types.duration(SHORTEST, LONGEST));
    Map<String, String> tags = new HashMap<>();
    in.in(
        "tags",
        section -> {
          for (String name : in.names("tags")) {
            section.get(name, Types.TEXT).ifPresent(value -> tags.put(name, value));
          }
          return tags;
        });
    if (arn.isEmpty() && (external.isPresent() || life.isPresent() || !tags.isEmpty())) {
      in.fail("role", "is missing: external_id, life and tags are for a role that is assumed");
    }
    return arn.map(name -> new Role(name, session, external, life, tags));
  }
}
