package dev.sluice.lab.ledger;

import dev.sluice.accounts.store.StoreException;
import java.io.IOException;
import java.util.List;

/// A kind of change that is made at one node, and after which all answer otherwise to some keys.
///
/// @param name in words
/// @param maker makes what is needed for the change
/// @param times how often it is made
record NodeChange(String name, Maker maker, int times) {
  /// Makes what is needed for a change.
  @FunctionalInterface
  interface Maker {
    Prepared prepare(int number) throws IOException, InterruptedException, StoreException;
  }

  /// A change that can be made.
  ///
  /// @param secrets of the keys
  /// @param before the status of a call with such a key until the change
  /// @param after the status from then on
  /// @param step makes the change
  record Prepared(List<String> secrets, int before, int after, Step step) {}

  /// Makes a change at one node.
  @FunctionalInterface
  interface Step {
    void run() throws IOException, InterruptedException;
  }
}
