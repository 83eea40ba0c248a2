package dev.sluice.server.payment;

import dev.sluice.accounts.price.PriceBook;
import dev.sluice.server.config.SluiceConfig;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The prices of a configuration, made when they are first asked for: a start whose calls nobody
/// pays for does without reading the table that comes with the gateway. Safe for any thread; two
/// that are the first at once both make it.
final class LateBook implements Supplier<PriceBook> {
  private final SluiceConfig config;
  private volatile @Nullable PriceBook book;

  LateBook(SluiceConfig config) {
    this.config = config;
  }

  /// The prices; empty where nothing has asked for them yet.
  Optional<PriceBook> made() {
    return Optional.ofNullable(book);
  }

  @Override
  public PriceBook get() {
    PriceBook priceBook = book;
    if (priceBook == null) {
      priceBook = config.money().book(config.gateway().providers());
      book = priceBook;
    }
    return priceBook;
  }
}
