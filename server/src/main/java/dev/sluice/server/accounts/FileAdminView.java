package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.store.StoreException;

/// What teams keep of files, as JSON for the admin listener. Safe for any thread; waits for the
/// store and the disk.
@FunctionalInterface
public interface FileAdminView {

  /// What is kept.
  ///
  /// @param team by whom; empty for all teams
  /// @param limit how many teams are named
  ObjectNode kept(String team, int limit) throws StoreException, InterruptedException;
}
