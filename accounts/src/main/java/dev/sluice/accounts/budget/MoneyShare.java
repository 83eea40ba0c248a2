package dev.sluice.accounts.budget;

import java.util.concurrent.CompletableFuture;

/// The keeper of this process's parts of budgets that several processes spend from. Safe for any
/// thread but a loop; no method waits.
public interface MoneyShare {
  /// Asks for room for a call that has found none.
  ///
  /// @param likely what it is likely to cost, in nano-dollars
  /// @param worst what it may cost at worst, in nano-dollars
  /// @return whether it is worth another try: true once the window's ceiling is a new one, false
  ///   where none is to be had now
  CompletableFuture<Boolean> more(SharedWindow window, long likely, long worst);

  /// Notes that a window has changed, or that what was granted ahead of calls comes to its end.
  void ahead(SharedWindow window);

  /// Runs `telling` in one of all processes.
  ///
  /// @param ended whether it tells that the window has come to its end, or else that it is near it
  void once(SharedWindow window, boolean ended, Runnable telling);
}
