package dev.sluice.internal.timeout;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// The built-in expectation of a model before it is called.
///
/// @param firstToken how long the model's first token is worth waiting for: the timeout of clients
///   that have a fixed one. It weighs as one sample, and never ends a call on its own
/// @param reasoning whether the model thinks in silence, so that a pause means less
public record Prior(Duration firstToken, boolean reasoning) {
  private static final Pattern REASONING =
      Pattern.compile(
          "o[134](-.*)?|gpt-5(?!.*chat).*|gemini-(2\\.5-pro|3).*|grok-4.*"
              + "|.*(claude|reason|think|-r1|qwq).*");

  /// Returns the least time for which the model's target may answer no caller before that counts as
  /// silence.
  public Duration silence() {
    return Duration.ofSeconds(reasoning ? 20 : 8);
  }

  /// Returns the prior of `model` at a provider.
  ///
  /// @param provider the provider's type in configuration: `openai`, `openrouter` ...
  public static Prior of(String provider, String model) {
    String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    boolean reasoning = REASONING.matcher(name).matches();
    return new Prior(Duration.ofSeconds(seconds(provider, name)), reasoning);
  }

  private static int seconds(String provider, String name) {
    if (provider.equals("openrouter")) {
      return 10;
    }
    if (name.startsWith("gemini-2.5-flash-lite")) {
      return 3;
    }
    if (name.startsWith("gemini-2.5-flash")) {
      return 5;
    }
    return name.startsWith("gemini-2.5-pro") ? 15 : 10;
  }
}
