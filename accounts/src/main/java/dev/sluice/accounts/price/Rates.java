package dev.sluice.accounts.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Prices of all meters, in pico-dollars a token or a request. A meter without a price of its own
/// has that of the meter it is a part of: a token that is read from a cache counts as input where
/// nothing else is said.
public final class Rates {
  private static final Meter[] METERS = Meter.values();

  private static final List<Meter> READ_TEXT =
      List.of(Meter.INPUT, Meter.CACHE_READ, Meter.CACHE_WRITE, Meter.CACHE_WRITE_HOUR);
  private static final List<Meter> READ_MEDIA = List.of(Meter.AUDIO_INPUT, Meter.IMAGE_INPUT);
  private static final List<Meter> WRITTEN =
      List.of(Meter.OUTPUT, Meter.AUDIO_OUTPUT, Meter.IMAGE_OUTPUT);

  /// The rates of a model that costs nothing.
  public static final Rates FREE = new Rates(Map.of());

  /// A dollar a million tokens is a million pico-dollars a token, a dollar a thousand requests a
  /// billion a request.
  private static final int TOKEN_DIGITS = 6;

  private static final int REQUEST_DIGITS = 9;

  /// The highest price: 10,000 dollars a million tokens, 1,000 dollars a request.
  private static final long MOST_TOKEN = 10_000_000_000L;

  private static final long MOST_REQUEST = 1_000_000_000_000_000L;

  private final Map<Meter, Long> own;

  /// The price of each meter, in their order.
  private final long[] pico;

  /// The highest prices of a token of text that is read, of any that is, and of one that is
  /// written; and the price of a request.
  private final long dearestText;

  private final long dearestRead;
  private final long dearestWritten;
  private final long request;

  private final boolean free;

  private Rates(Map<Meter, Long> own) {
    this.own = own;
    this.pico = Arrays.stream(METERS).mapToLong(this::find).toArray();
    this.dearestText = dearest(READ_TEXT);
    this.dearestRead = Math.max(dearestText, dearest(READ_MEDIA));
    this.dearestWritten = dearest(WRITTEN);
    this.request = find(Meter.REQUEST);
    this.free = own.values().stream().allMatch(price -> price == 0);
  }

  private long dearest(List<Meter> meters) {
    return meters.stream().mapToLong(this::find).max().orElse(0);
  }

  /// Makes the rates of prices in dollars.
  ///
  /// @param dollars for a million tokens, or for a thousand requests
  /// @throws PriceProblem if one is negative, too high, or finer than a pico-dollar a token
  public static Rates of(Map<Meter, BigDecimal> dollars) throws PriceProblem {
    var pico = new EnumMap<Meter, Long>(Meter.class);
    for (var entry : dollars.entrySet()) {
      pico.put(entry.getKey(), pico(entry.getKey(), entry.getValue()));
    }
    return new Rates(Map.copyOf(pico));
  }

  /// Returns so many times these rates, rounded to a pico-dollar. A request costs what it did.
  Rates times(BigDecimal factor) {
    var pico = new EnumMap<Meter, Long>(Meter.class);
    own.forEach(
        (meter, price) ->
            pico.put(
                meter,
                meter.countsTokens()
                    ? factor
                        .multiply(BigDecimal.valueOf(price))
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact()
                    : price));
    return new Rates(Map.copyOf(pico));
  }

  private static long pico(Meter meter, BigDecimal dollars) throws PriceProblem {
    int digits = meter.countsTokens() ? TOKEN_DIGITS : REQUEST_DIGITS;
    BigDecimal pico = dollars.movePointRight(digits).stripTrailingZeros();
    String name = "`" + meter.word() + "` ";
    if (pico.signum() < 0) {
      throw new PriceProblem(name + "must not be negative; it is " + dollars.toPlainString());
    }
    long most = meter.countsTokens() ? MOST_TOKEN : MOST_REQUEST;
    if (pico.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw new PriceProblem(
          name
              + "is too high: "
              + dollars.toPlainString()
              + " dollars for "
              + (meter.countsTokens() ? "a million tokens" : "a thousand requests"));
    }
    if (pico.scale() > 0) {
      throw new PriceProblem(name + "must have at most " + digits + " decimals");
    }
    return pico.longValueExact();
  }

  private long find(Meter meter) {
    for (Optional<Meter> at = Optional.of(meter); at.isPresent(); at = at.get().fallback()) {
      Long price = own.get(at.get());
      if (price != null) {
        return price;
      }
    }
    return 0;
  }

  /// The price of one token, or of one request, in pico-dollars.
  public long pico(Meter meter) {
    return find(meter);
  }

  /// Whether the meter of this name has a price of its own.
  boolean tells(String word) {
    return Meter.of(word).map(own::containsKey).orElse(false);
  }

  /// The prices that were told, in dollars for a million tokens or for a thousand requests.
  public Map<Meter, BigDecimal> told() {
    var dollars = new EnumMap<Meter, BigDecimal>(Meter.class);
    own.forEach(
        (meter, price) -> {
          int digits = meter.countsTokens() ? TOKEN_DIGITS : REQUEST_DIGITS;
          BigDecimal exact = BigDecimal.valueOf(price, digits).stripTrailingZeros();
          dollars.put(meter, exact.scale() < 0 ? exact.setScale(0) : exact);
        });
    return dollars;
  }

  /// Whether all prices are zero.
  public boolean isFree() {
    return free;
  }

  /// Whether no price was told at all: not even that there is nothing to pay.
  boolean isUntold() {
    return own.isEmpty();
  }

  /// The cost of `meters`, in pico-dollars; [Long#MAX_VALUE] where that is more than can be
  /// counted.
  long cost(Meters meters) {
    long sum = 0;
    for (int i = 0; i < METERS.length; i++) {
      long count = meters.count(METERS[i]);
      if (count > 0) {
        sum = plus(sum, count, pico[i]);
      }
    }
    return sum;
  }

  /// The most that a question of so many tokens can cost, whatever they are, in pico-dollars;
  /// [Long#MAX_VALUE] where that is more than can be counted.
  ///
  /// @param media whether what is read may be more than text
  long most(long read, long written, boolean media) {
    long sum = plus(request, read, media ? dearestRead : dearestText);
    return plus(sum, written, dearestWritten);
  }

  private static long plus(long sum, long count, long price) {
    long high = Math.multiplyHigh(count, price);
    long product = count * price;
    boolean tooMuch = high != 0 || product < 0 || sum + product < 0;
    return tooMuch ? Long.MAX_VALUE : sum + product;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Rates rates && own.equals(rates.own);
  }

  @Override
  public int hashCode() {
    return own.hashCode();
  }

  @Override
  public String toString() {
    return "Rates" + told();
  }
}
