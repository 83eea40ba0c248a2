package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.terms.Overrun;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bound of what may be spent in a period.
///
/// @param nanos the amount, in nano-dollars; 0 lets in only what costs nothing
/// @param period when it begins anew
/// @param strict whether a call sets aside the most that it may cost, and none is let in that may
///   pass the budget
/// @param overrun what is spent and what calls under way may cost at worst, in hundredths of the
///   amount; of no meaning where it is strict
public record Budget(long nanos, Period period, boolean strict, int overrun) {
  private static final Pattern FORM =
      Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?) ?([A-Za-z]{3})? ?/ ?([a-z]+)");
  private static final String CURRENCY = "USD";

  private static final int HUNDREDTHS = 100;
  private static final int PARTS = 2;

  /// Makes a budget with the usual overrun.
  public Budget(long nanos, Period period, boolean strict) {
    this(nanos, period, strict, Overrun.USUAL);
  }

  /// Makes a budget that goes by what is likely, with the usual overrun.
  public Budget(long nanos, Period period) {
    this(nanos, period, false);
  }

  /// Reads `50USD/month`, `12.50 USD/day`, `1000USD/total`.
  ///
  /// @param overrun in hundredths
  /// @throws PriceProblem if it is none; the message names what is wrong, and the remedy
  public static Budget parse(String text, boolean strict, int overrun) throws PriceProblem {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new PriceProblem(
          "the budget `%s` must be an amount, USD, and a period, such as 50USD/month"
              .formatted(text));
    }
    if (!CURRENCY.equals(form.group(2))) {
      throw new PriceProblem(
          "the budget `%s` must be in USD, as prices are%s"
              .formatted(
                  text, form.group(2) == null ? "" : "; " + form.group(2) + " is not converted"));
    }
    Period period =
        Period.of(form.group(3))
            .orElseThrow(
                () ->
                    new PriceProblem(
                        "the budget `%s` must be for a day, week or month, or total"
                            .formatted(text)));
    return new Budget(amount(form.group(1), text), period, strict, overrun);
  }

  private static long amount(String number, String text) throws PriceProblem {
    try {
      return Money.of(new BigDecimal(number));
    } catch (PriceProblem e) {
      throw new PriceProblem("the budget `" + text + "` " + e.getMessage());
    }
  }

  /// The bounds of what is let in.
  ///
  /// @param shared whether several keys have it: of calls that may cost more than half of it, one
  ///   is under way at a time, so that none takes the others' room
  Bounds bounds(boolean shared) {
    return new Bounds(nanos, most(), shared ? nanos / PARTS : Long.MAX_VALUE, !strict);
  }

  /// The most that what is spent and what calls under way may cost at worst may reach together, in
  /// nano-dollars.
  public long most() {
    return strict
        ? nanos
        : nanos / HUNDREDTHS * overrun + nanos % HUNDREDTHS * overrun / HUNDREDTHS;
  }

  /// The budget as it is written: `50.00USD/month`.
  public String text() {
    return Money.dollars(nanos) + CURRENCY + "/" + period.word();
  }
}
