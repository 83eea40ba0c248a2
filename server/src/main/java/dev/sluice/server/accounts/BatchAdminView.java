package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.store.StoreException;
import java.util.Optional;

/// The batches of all teams, as JSON for the admin listener. A server that runs no batches has
/// none. Safe for any thread; waits for the store.
public interface BatchAdminView {

  /// Which batches are asked for.
  ///
  /// @param team whose they are; empty for all
  /// @param state in which they are, `open` for all that have not ended; empty for any
  /// @param after the `next` of the page before; empty for the first page
  record Wanted(String team, String state, String after, int limit) {}

  /// A page of batches, the newest first: `{batches, next}`.
  ObjectNode list(Wanted wanted) throws ApiProblem, StoreException, InterruptedException;

  /// One batch; empty where there is none of this name, or another team's.
  ///
  /// @param team whose it must be; empty for anybody's
  Optional<ObjectNode> find(String team, String id) throws StoreException, InterruptedException;

  /// Ends a batch.
  ///
  /// @param actor who does it, for the audit log
  /// @return the batch; empty where there is none of this name
  Optional<ObjectNode> cancel(String actor, String id)
      throws ApiProblem, StoreException, InterruptedException;
}
