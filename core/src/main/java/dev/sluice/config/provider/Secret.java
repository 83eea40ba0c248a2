package dev.sluice.config.provider;

/// A credential. It shows itself to whoever asks for [#reveal] only, never in a log or a message.
///
/// @param reveal the credential itself
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "***";
  }
}
