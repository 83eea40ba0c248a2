package dev.sluice.accounts.price;

/// A problem with a price, a table of prices, or an amount of money: a sentence that names the
/// thing and the remedy.
public final class PriceProblem extends Exception {
  private static final long serialVersionUID = 1L;

  public PriceProblem(String message) {
    super(message);
  }

  /// Returns this problem with the name of the larger thing that it is in.
  public PriceProblem in(String place) {
    return new PriceProblem(place + ": " + getMessage());
  }
}
