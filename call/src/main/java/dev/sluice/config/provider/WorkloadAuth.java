package dev.sluice.config.provider;

import java.net.URI;
import java.util.Optional;

/// Tokens of a provider that knows the gateway by its workload identity, so that no key of the
/// provider's is stored anywhere: OpenAI (RFC 8693) and Anthropic (RFC 7523).
///
/// @param exchange what the provider knows the gateway as
/// @param proof the token that proves it
public record WorkloadAuth(Exchange exchange, Proof proof) implements Auth {

  /// What a provider knows the gateway as.
  public sealed interface Exchange permits OpenAi, Anthropic {}

  /// OpenAI.
  ///
  /// @param endpoint such as `https://auth.openai.com/oauth/token`
  /// @param provider the id of the identity provider there
  /// @param account the id of the service account there
  public record OpenAi(URI endpoint, String provider, String account) implements Exchange {}

  /// Anthropic.
  ///
  /// @param endpoint such as `https://api.anthropic.com/v1/oauth/token`
  /// @param rule the id of the federation rule
  public record Anthropic(
      URI endpoint,
      String rule,
      String organization,
      Optional<String> account,
      Optional<String> workspace)
      implements Exchange {}

  /// Where the token comes from that proves the identity.
  public sealed interface Proof permits TokenFile, AzureToken, GoogleToken {}

  /// A file, as Kubernetes puts it there, which is read anew for each exchange.
  ///
  /// @param path absolute
  public record TokenFile(String path) implements Proof {}

  /// A token of an identity of Azure's.
  public record AzureToken(EntraAuth identity) implements Proof {}

  /// An identity token of Google's metadata server.
  ///
  /// @param endpoint such as `http://metadata.google.internal`
  /// @param audience whom the token is for
  public record GoogleToken(URI endpoint, String audience) implements Proof {}

  @Override
  public String kind() {
    return exchange instanceof OpenAi ? "openai" : "anthropic";
  }

  @Override
  public String proofSource() {
    return switch (proof) {
      case TokenFile file -> "token of " + file.path();
      case AzureToken token -> token.identity().proofSource();
      case GoogleToken token -> "identity token of " + ShownAddress.of(token.endpoint());
    };
  }
}
