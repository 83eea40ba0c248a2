package dev.sluice.batches.s3;

import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.WayOut;
import java.net.URI;
import java.util.regex.Pattern;

/// Where objects are kept.
///
/// @param url of the service, without the bucket
/// @param bucket its name
/// @param region that signatures are for; a service that has none takes any, such as `us-east-1`
/// @param prefix of all names of objects, with its slash; empty for none
/// @param pathStyle whether the bucket stands in the path of an address; else it stands in front of
///   the host
/// @param auth where the keys come from
/// @param way how connections are made
public record S3Config(
    URI url,
    String bucket,
    String region,
    String prefix,
    boolean pathStyle,
    AwsAuth auth,
    WayOut way) {
  /// What a bucket may be called. Older ones have capitals and underscores.
  public static final Pattern BUCKET =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");

  /// What a region may be called, by services that are not Amazon's, too.
  public static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /// What a prefix may be: nothing of it is escaped in a path, so that each service signs the same.
  public static final Pattern PREFIX =
      Pattern.compile("(?:(?!\\.{1,2}/)[A-Za-z0-9._~-]{1,200}/){0,10}");

  public S3Config {
    check(BUCKET.matcher(bucket).matches(), "files.s3.bucket", bucket);
    check(REGION.matcher(region).matches(), "files.s3.region", region);
    check(PREFIX.matcher(prefix).matches(), "files.s3.prefix", prefix);
  }

  private static void check(boolean good, String name, String value) {
    if (!good) {
      throw new IllegalArgumentException(name + " cannot be '" + value + "'");
    }
  }

  /// Amazon's own address of a region.
  public static URI amazon(String region) {
    String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return URI.create("https://s3." + region + "." + domain);
  }

  /// The address of the bucket, without a slash at its end.
  URI address() {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return pathStyle
        ? URI.create(url.getScheme() + "://" + url.getRawAuthority() + path + "/" + bucket)
        : URI.create(url.getScheme() + "://" + bucket + "." + url.getRawAuthority() + path);
  }

  /// The place in words: address, bucket and prefix.
  public String words() {
    return address() + "/" + prefix;
  }
}
