package dev.sluice.server.config.reader;

import dev.sluice.batches.s3.S3Config;
import dev.sluice.config.file.CloudSections;
import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.provider.WayOut;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.ProviderUrl;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// The reader of `files.s3`.
final class S3Reader {
  private static final String PROXY = "proxy";
  private static final String USUAL_REGION = "us-east-1";

  /// The regions that signatures of AWS' other services can be for.
  private static final Pattern OF_AWS = Pattern.compile("[a-z]{2,}(?:-[a-z0-9]+)+");

  private S3Reader() {}

  static Optional<S3Config> read(Section in) {
    Optional<URI> url = in.get("url", new ProviderUrl());
    Optional<String> bucket =
        in.need(
            "bucket",
            new Word(S3Config.BUCKET, "must be the name of a bucket, such as sluice-files"),
            "add `bucket: NAME`");
    Optional<String> region =
        in.get("region", new Word(S3Config.REGION, "must be a region, such as us-east-1"))
            .or(() -> CloudSections.region(in).filter(S3Config.REGION.asMatchPredicate()))
            .or(() -> url.map(_ -> USUAL_REGION));
    if (region.isEmpty() && !in.has("region")) {
      in.fail("has no region: add `region: us-east-1`, or set AWS_REGION");
    }
    String prefix = in.get("prefix", new Prefix(), "");
    boolean path = in.get("path_style", Types.BOOLEAN, url.isPresent() || hasDots(bucket));
    String signed = region.filter(OF_AWS.asMatchPredicate()).orElse(USUAL_REGION);
    Optional<AwsAuth> auth = CloudSections.aws(in, signed, "s3");
    URI to = url.orElseGet(() -> S3Config.amazon(region.orElse(USUAL_REGION)));
    WayOut way = way(in, to);
    return bucket.isEmpty() || region.isEmpty() || auth.isEmpty()
        ? Optional.empty()
        : Optional.of(new S3Config(to, bucket.get(), region.get(), prefix, path, auth.get(), way));
  }

  /// The certificate of a service has one level of names below its own.
  private static boolean hasDots(Optional<String> bucket) {
    return bucket.filter(name -> name.contains(".")).isPresent();
  }

  private static WayOut way(Section in, URI url) {
    WayOut way = CloudSections.way(in, url);
    if (way.proxy().filter(proxy -> !isPlain(proxy)).isPresent()) {
      in.fail(
          PROXY,
          "must be an http proxy without a user, which is all that S3 is reached through: name"
              + " another one, or write `proxy: off`");
    }
    return way;
  }

  private static boolean isPlain(ProxyConfig proxy) {
    return proxy.kind() == ProxyConfig.Kind.HTTP && proxy.login().isEmpty();
  }

  /// A word of a form.
  private record Word(Pattern form, String must) implements Type<String> {
    @Override
    public String read(String text) throws ConfigProblem {
      if (!form.matcher(text).matches()) {
        throw new ConfigProblem(must);
      }
      return text;
    }
  }

  /// The prefix of names, which ends in a slash.
  private static final class Prefix implements Type<String> {
    @Override
    public String read(String text) throws ConfigProblem {
      String whole = text.isEmpty() || text.endsWith("/") ? text : text + "/";
      if (!S3Config.PREFIX.matcher(whole).matches()) {
        throw new ConfigProblem(
            "must be up to ten names of letters, digits and ._~- with slashes between",
            "write one such as sluice/production");
      }
      return whole;
    }
  }
}
