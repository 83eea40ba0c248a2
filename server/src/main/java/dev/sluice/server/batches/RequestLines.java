package dev.sluice.server.batches;

import dev.sluice.server.edge.ResourceFault;
import java.nio.ByteBuffer;

/// The requests of a batch, which come in pieces, and become lines of its input. For one thread.
interface RequestLines {
  /// Takes a piece.
  ///
  /// @return the lines of the requests that end in it, which are the caller's to write
  /// @throws ResourceFault if something is wrong with them
  ByteBuffer feed(byte[] piece, int length) throws ResourceFault;

  /// Ends the requests.
  void finish() throws ResourceFault;

  /// How many there were so far.
  int count();

  /// How many bytes of memory are held at most.
  long held();
}
