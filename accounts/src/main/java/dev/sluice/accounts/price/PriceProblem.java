package dev.sluice.accounts.price;

/// What is wrong with a price, a table of prices, or an amount of money: a sentence that names the
/// thing and the remedy.
public final class PriceProblem extends Exception {
  private static final long serialVersionUID = 1L;

  public PriceProblem(String message) {
    super(message);
  }

  /// The same problem, of the part of something larger that has this name.
  public PriceProblem in(String place) {
    return new PriceProblem(place + ": " + getMessage());
  }
}
