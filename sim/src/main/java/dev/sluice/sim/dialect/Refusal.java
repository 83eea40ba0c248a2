package dev.sluice.sim.dialect;

/// A request cannot be answered because of what it says.
public final class Refusal extends Exception {
  private final transient OpenAiError error;

  public Refusal(OpenAiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  public OpenAiError error() {
    return error;
  }
}
