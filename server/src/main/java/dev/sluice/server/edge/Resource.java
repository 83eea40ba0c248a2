package dev.sluice.server.edge;

import java.io.IOException;

/// What the gateway keeps and answers for itself at some endpoints: requests that are no calls.
@FunctionalInterface
public interface Resource {
  /// Answers a request, once, by `reply`. On a virtual thread of its own, which may wait: for the
  /// client, for disks and for the store. It is not interrupted where the client leaves: what it
  /// reads of the body, and what it writes, fails with [ClientGone].
  ///
  /// @throws ResourceFault to answer with an error
  /// @throws IOException if something else has failed, which is reported as a bug
  void serve(ResourceRequest request, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException;
}
