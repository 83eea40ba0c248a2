package dev.sluice.provider;

import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.Errors;
import java.net.URI;
import java.util.List;

/// Classifiers for the tests of errors.
public final class ErrorCases {
  static final String KEY = "our-own-credential-1";

  private ErrorCases() {}

  /// Of a provider in a network of one's own.
  public static Classifier classifier(ProviderType type) {
    var url = URI.create("http://models.internal:8000/v1");
    return Errors.classifier(new ProviderConfig("p", type, url, List.of(new Secret(KEY)), true));
  }
}
