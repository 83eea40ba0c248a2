package dev.sluice.config.file;

import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.WayOut;
import dev.sluice.config.yaml.Section;
import java.net.URI;
import java.util.Optional;

/// The readers of what services of a cloud that are no providers are configured by, as providers
/// are.
public final class CloudSections {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private CloudSections() {}

  /// Reads `auth` of the kind `aws`: the keys of AWS, and the roles that are assumed with them.
  /// What it leaves out is looked for in the environment, in the order of AWS' own clients.
  ///
  /// @param in the section that has `auth`, or leaves it out
  /// @param service the service that signatures are for, such as `s3`
  public static Optional<AwsAuth> aws(Section in, String region, String service) {
    return in.in("auth", auth -> guarded(auth, region, service));
  }

  private static Optional<AwsAuth> guarded(Section auth, String region, String service) {
    try {
      return AwsAuthReader.read(auth, region, service);
    } catch (IllegalArgumentException e) {
      auth.fail("cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  /// The region that AWS' variables name.
  public static Optional<String> region(Section in) {
    return AwsSources.region(in);
  }

  /// Reads `proxy` and `tls`, where the environment has no better.
  ///
  /// @param url of the service
  public static WayOut way(Section in, URI url) {
    boolean tls = "https".equalsIgnoreCase(url.getScheme());
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    int port = url.getPort() >= 0 ? url.getPort() : tls ? HTTPS : HTTP;
    return WayOutReader.way(in, new Origin(tls, host, port, true));
  }
}
