package dev.sluice.lab.batch;

import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.sim.Recorded.Bill;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/// What the ledger of a gateway that has ended has of all calls.
///
/// @param nanos what they have cost, in nano-dollars
/// @param estimated calls whose end was hidden
record LedgerSums(long calls, long input, long output, long nanos, long estimated) {
  /// What a token costs, in nano-dollars, by the prices of [BatchSite].
  private static final long INPUT = 1_000;

  private static final long OUTPUT = 10_000;

  /// Reads them from the store in a folder.
  static LedgerSums in(Path folder) throws IOException, InterruptedException {
    try (Store store = Store.open(StoreConfig.in(folder), true)) {
      var all = new Spend.Query(List.of(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31));
      Spend.Sums sums = new Spend(store::read).sums(all).rows().getFirst().sums();
      return new LedgerSums(
          sums.calls(),
          sums.meters().input(),
          sums.meters().output(),
          sums.nanos(),
          sums.estimated());
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// What a provider's bill comes to, in nano-dollars.
  ///
  /// @param price what a token costs, as a share of what it costs in a call
  static long nanos(Bill bill, double price) {
    return Math.round(price * (bill.input() * INPUT + bill.output() * OUTPUT));
  }

  /// By how many tokens it is off a provider's bill.
  long tokensOff(Bill bill) {
    return Math.abs(input - bill.input()) + Math.abs(output - bill.output());
  }
}
