package dev.sluice.server.admin;

import dev.sluice.server.admin.AdminPages.StorePage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The pools on which pages of the admin listener are made up. Pages that wait for the store have a
/// pool of their own: no probe, no metrics and no change waits behind a question.
///
/// @param pages for what is in memory, and for changes
/// @param questions for what is asked of the store
public record PagePools(Executor pages, Executor questions) {
  Executor of(Supplier<Page> page) {
    return page instanceof StorePage ? questions : pages;
  }
}
