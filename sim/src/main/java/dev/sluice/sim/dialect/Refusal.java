package dev.sluice.sim.dialect;

/// A request cannot be answered because of what it says.
public final class Refusal extends Exception {
  private final transient ApiError error;

  public Refusal(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  public ApiError error() {
    return error;
  }
}
