package dev.sluice.config.provider;

/// A credential. It shows its text to callers of [#reveal] only, never in a log or a message.
///
/// @param reveal the credential itself
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "***";
  }
}
