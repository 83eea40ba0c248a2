package dev.sluice.config.provider;

import java.util.Objects;

/// A credential. It shows its text to callers of [#reveal] only, never in a log or a message.
///
/// @param reveal the credential itself
public record Secret(String reveal) {
  public Secret {
    Objects.requireNonNull(reveal, "a secret is null: is its variable or property set?");
  }

  /// The credential that a variable of the environment holds.
  ///
  /// @param name such as `OPENAI_API_KEY`
  /// @throws IllegalArgumentException if the variable is not set, or empty
  public static Secret ofVariable(String name) {
    String text = System.getenv(name);
    if (text == null || text.isEmpty()) {
      throw new IllegalArgumentException(
          "the environment variable " + name + " is not set: set it, or give the key otherwise");
    }
    return new Secret(text);
  }

  @Override
  public String toString() {
    return "***";
  }
}
