package dev.sluice.sim.limit;

/// The unit that a limit counts.
public enum Dimension {
  REQUESTS("requests", "requests per min (RPM)"),
  TOKENS("tokens", "tokens per min (TPM)"),
  CONCURRENT("requests", "concurrent requests");

  private final String type;
  private final String label;

  Dimension(String type, String label) {
    this.type = type;
    this.label = label;
  }

  /// Returns the `type` of OpenAI's error.
  public String type() {
    return type;
  }

  /// Returns the unit as the message of OpenAI's error writes it.
  public String label() {
    return label;
  }
}
