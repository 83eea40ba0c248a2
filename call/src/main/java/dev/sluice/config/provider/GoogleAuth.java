package dev.sluice.config.provider;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Tokens of Google Cloud.
///
/// @param source where the proof comes from
/// @param scope what tokens are for, such as `https://www.googleapis.com/auth/cloud-platform`
/// @param impersonated the service account (its e-mail address) that the proof's owner acts as
/// @param delegates the service accounts between the two, in their order; mostly none
/// @param selfSigned whether a service account's key signs tokens itself, without an exchange
public record GoogleAuth(
    Source source,
    String scope,
    Optional<String> impersonated,
    List<String> delegates,
    boolean selfSigned)
    implements Auth {
  /// The scope of everything in Google Cloud that the identity may do.
  public static final String CLOUD = "https://www.googleapis.com/auth/cloud-platform";

  public GoogleAuth {
    delegates = List.copyOf(delegates);
    if (!scope.chars().allMatch(c -> c >= ' ' && c < 0x7f) || scope.isBlank()) {
      throw new IllegalArgumentException("the scope must be visible ASCII characters");
    }
  }

  /// Where a proof comes from.
  public sealed interface Source permits File, Metadata {}

  /// A file of credentials as Google's tools write them (`type` in it says of which kind), which is
  /// read anew for each exchange.
  ///
  /// @param path absolute
  /// @param aws the keys that an external account on AWS signs with, where the file names AWS
  public record File(String path, Optional<AwsAuth> aws) implements Source {}

  /// The metadata server of a machine, a pod or a function.
  ///
  /// @param endpoint such as `http://metadata.google.internal`
  public record Metadata(URI endpoint) implements Source {}

  @Override
  public String kind() {
    return "google";
  }

  @Override
  public String proofSource() {
    String from =
        switch (source) {
          case File file -> "credentials file " + file.path();
          case Metadata metadata -> "metadata server " + ShownAddress.of(metadata.endpoint());
        };
    return from + impersonated.map(whom -> ", acting as " + whom).orElse("");
  }
}
