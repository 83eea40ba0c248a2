package dev.sluice.server.admin;

import dev.sluice.server.admin.AdminPages.StorePage;
import dev.sluice.server.admin.DirectoryRequests.DirectoryPage;
import dev.sluice.server.admin.People.LoginPage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The pools on which pages of the admin listener are made up. Pages that wait for the store have a
/// pool of their own, so have those of directories, whose changes are long, and pages that wait for
/// somebody else's server a thread each: no probe, no metrics and no change of an operator waits
/// behind them.
///
/// @param pages for what is in memory, and for changes
/// @param questions for what is asked of the store
/// @param directories for what directories ask and change
/// @param logins for what is asked of an identity provider
public record PagePools(Executor pages, Executor questions, Executor directories, Executor logins) {

  /// Makes pools with a virtual thread for each login.
  public PagePools(Executor pages, Executor questions, Executor directories) {
    this(pages, questions, directories, Thread.ofVirtual().name("sluice-login-", 0)::start);
  }

  Executor of(Supplier<Page> page) {
    return switch (page) {
      case LoginPage _ -> logins;
      case DirectoryPage _ -> directories;
      case StorePage _ -> questions;
      default -> pages;
    };
  }
}
