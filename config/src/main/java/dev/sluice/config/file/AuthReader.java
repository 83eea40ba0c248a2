package dev.sluice.config.file;

import dev.sluice.config.provider.Auth;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// The reader of a provider's `auth`: how its requests are authorised where no key does it. What
/// the section leaves out is looked for in the environment, in the order of the vendor's own
/// clients; which source is there is decided here, once.
final class AuthReader {
  /// A reader of one kind of `auth`.
  @FunctionalInterface
  private interface Kind {
    Optional<Auth> read(Section in, URI url);
  }

  private static final Type<Kind> KINDS =
      Types.oneOf(
          Map.entry("aws", AwsAuthReader::read),
          Map.entry("google", GoogleAuthReader::read),
          Map.entry("entra", EntraAuthReader::read),
          Map.entry("openai", WorkloadAuthReader::openAi),
          Map.entry("anthropic", WorkloadAuthReader::anthropic));

  private AuthReader() {}

  /// Reads `auth`. A provider that is a cloud's own is authorised by the cloud where it has no key.
  ///
  /// @param url the provider's address
  static Optional<Auth> read(Section provider, ProviderType type, URI url) {
    boolean keyed = provider.has("key") || provider.has("keys");
    if (!provider.has("auth")) {
      return keyed ? Optional.empty() : ofCloud(provider, type, url);
    }
    if (keyed) {
      provider.fail("auth", "and a key exclude each other: remove one of them");
    }
    return provider.in("auth", in -> kind(in, url));
  }

  private static Optional<Auth> ofCloud(Section provider, ProviderType type, URI url) {
    return switch (type) {
      case BEDROCK -> provider.in("auth", in -> guarded(AwsAuthReader::read, in, url));
      case VERTEX -> provider.in("auth", in -> guarded(GoogleAuthReader::read, in, url));
      default -> Optional.empty();
    };
  }

  private static Optional<Auth> kind(Section in, URI url) {
    Optional<Kind> kind =
        in.need("type", KINDS, "add `type: aws`, or google, entra, openai, anthropic");
    return kind.flatMap(known -> guarded(known, in, url));
  }

  /// Reads what an operator, or the environment, may have written as nothing can be.
  private static Optional<Auth> guarded(Kind kind, Section in, URI url) {
    try {
      return kind.read(in, url);
    } catch (IllegalArgumentException e) {
      in.fail("cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  /// A variable of the environment; an empty one counts as absent.
  static Optional<String> variable(Section in, String name) {
    return Optional.ofNullable(in.environment().get(name)).filter(text -> !text.isBlank());
  }

  /// A variable of the environment that holds an address.
  static Optional<URI> address(Section in, String name) {
    try {
      return variable(in, name).map(URI::create).filter(url -> url.getHost() != null);
    } catch (IllegalArgumentException e) {
      in.fail("needs another address in the variable " + name + ", which holds none");
      return Optional.empty();
    }
  }

  /// A path below the home folder of the user.
  static String home(Section in, String path) {
    return variable(in, "HOME").orElse("/") + "/" + path;
  }
}
