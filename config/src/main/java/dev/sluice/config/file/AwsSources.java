package dev.sluice.config.file;

import dev.sluice.config.provider.AwsAuth.Container;
import dev.sluice.config.provider.AwsAuth.Instance;
import dev.sluice.config.provider.AwsAuth.Keys;
import dev.sluice.config.provider.AwsAuth.Profile;
import dev.sluice.config.provider.AwsAuth.Role;
import dev.sluice.config.provider.AwsAuth.Source;
import dev.sluice.config.provider.AwsAuth.WebIdentity;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The sources of AWS' keys that this process has: the environment, a web identity, a profile, a
/// container's endpoint, the instance's metadata, in the order of AWS' own clients for Java.
final class AwsSources {
  private static final Type<String> NAMES =
      Types.oneOf(
          Map.entry("environment", "environment"),
          Map.entry("web_identity", "web_identity"),
          Map.entry("profile", "profile"),
          Map.entry("container", "container"),
          Map.entry("instance", "instance"));

  private static final String INSTANCE = "http://169.254.169.254";
  private static final String CONTAINER = "http://169.254.170.2";
  private static final String SESSION = "sluice";

  private AwsSources() {}

  /// The region that the environment names.
  static Optional<String> region(Section in) {
    return AuthReader.variable(in, "AWS_REGION")
        .or(() -> AuthReader.variable(in, "AWS_DEFAULT_REGION"));
  }

  /// Reads which source is meant; where none is named, the first one that is there.
  static Optional<Source> source(Section in) {
    Optional<String> named = in.get("source", NAMES);
    Optional<String> id = in.get("id", Types.TEXT);
    Optional<Secret> secret = in.get("secret", new Credential());
    Optional<Secret> session = in.get("token", new Credential());
    Optional<String> profile = in.get("profile", Types.TEXT);
    if (id.isPresent() != secret.isPresent()) {
      in.fail("needs `id` and `secret` together: add the other, or remove both");
    }
    if (id.isPresent() && secret.isPresent()) {
      return Optional.of(new Keys(new Secret(id.get()), secret.get(), session));
    }
    String name = named.orElse(profile.isPresent() ? "profile" : "");
    return name.isEmpty() ? first(in) : named(in, name, profile);
  }

  private static Optional<Source> named(Section in, String name, Optional<String> profile) {
    Optional<Source> source =
        switch (name) {
          case "environment" -> environment(in);
          case "web_identity" -> webIdentity(in);
          case "profile" -> Optional.of(profile(in, profile));
          case "container" -> container(in);
          default -> Optional.of(instance(in));
        };
    if (source.isEmpty()) {
      in.fail("source", "is not there: this process has none of the variables that it needs");
    }
    return source;
  }

  private static Optional<Source> first(Section in) {
    Optional<Source> first = any(in);
    if (first.isEmpty()) {
      in.fail("finds no keys of AWS: name a source, or set AWS_ACCESS_KEY_ID and its secret");
    }
    return first;
  }

  /// The first source that is there.
  static Optional<Source> any(Section in) {
    Supplier<Optional<Source>> files =
        () -> hasProfile(in) ? Optional.of(profile(in, Optional.empty())) : Optional.empty();
    return environment(in)
        .or(() -> webIdentity(in))
        .or(files)
        .or(() -> container(in))
        .or(() -> isWithoutInstance(in) ? Optional.empty() : Optional.of(instance(in)));
  }

  private static boolean isWithoutInstance(Section in) {
    return AuthReader.variable(in, "AWS_EC2_METADATA_DISABLED")
        .filter(text -> text.equalsIgnoreCase("true"))
        .isPresent();
  }

  private static Optional<Source> environment(Section in) {
    Optional<String> id = AuthReader.variable(in, "AWS_ACCESS_KEY_ID");
    Optional<String> secret = AuthReader.variable(in, "AWS_SECRET_ACCESS_KEY");
    Optional<Secret> session = AuthReader.variable(in, "AWS_SESSION_TOKEN").map(Secret::new);
    return id.isEmpty() || secret.isEmpty()
        ? Optional.empty()
        : Optional.of(new Keys(new Secret(id.get()), new Secret(secret.get()), session));
  }

  private static Optional<Source> webIdentity(Section in) {
    Optional<String> file = AuthReader.variable(in, "AWS_WEB_IDENTITY_TOKEN_FILE");
    Optional<String> arn = AuthReader.variable(in, "AWS_ROLE_ARN");
    String session = AuthReader.variable(in, "AWS_ROLE_SESSION_NAME").orElse(SESSION);
    return file.isEmpty() || arn.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new WebIdentity(
                file.get(),
                new Role(arn.get(), session, Optional.empty(), Optional.empty(), Map.of())));
  }

  private static Optional<Source> container(Section in) {
    Optional<URI> url =
        AuthReader.variable(in, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
            .map(path -> URI.create(CONTAINER).resolve(path))
            .or(() -> AuthReader.address(in, "AWS_CONTAINER_CREDENTIALS_FULL_URI"));
    return url.map(
        endpoint ->
            new Container(
                endpoint,
                AuthReader.variable(in, "AWS_CONTAINER_AUTHORIZATION_TOKEN").map(Secret::new),
                AuthReader.variable(in, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")));
  }

  private static Instance instance(Section in) {
    return new Instance(
        AuthReader.address(in, "AWS_EC2_METADATA_SERVICE_ENDPOINT").orElse(URI.create(INSTANCE)));
  }

  private static boolean hasProfile(Section in) {
    return AuthReader.variable(in, "AWS_PROFILE").isPresent()
        || Files.isReadable(Path.of(credentials(in)))
        || Files.isReadable(Path.of(config(in)));
  }

  private static Profile profile(Section in, Optional<String> named) {
    Map<String, Source> others = new HashMap<>();
    environment(in).ifPresent(keys -> others.put("Environment", keys));
    container(in).ifPresent(container -> others.put("EcsContainer", container));
    others.put("Ec2InstanceMetadata", instance(in));
    String name = named.or(() -> AuthReader.variable(in, "AWS_PROFILE")).orElse("default");
    return new Profile(name, config(in), credentials(in), others);
  }

  private static String config(Section in) {
    return AuthReader.variable(in, "AWS_CONFIG_FILE")
        .orElseGet(() -> AuthReader.home(in, ".aws/config"));
  }

  private static String credentials(Section in) {
    return AuthReader.variable(in, "AWS_SHARED_CREDENTIALS_FILE")
        .orElseGet(() -> AuthReader.home(in, ".aws/credentials"));
  }
}
