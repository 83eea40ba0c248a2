package dev.sluice.server.batches;

import dev.sluice.batches.delegate.RemoteFailure;
import java.io.IOException;

/// The HTTP of a provider's batch API. Any answer but a good one is a failure. Waits.
interface BatchApiHttp {
  /// Takes the lines of a file.
  interface LineSink {
    void line(byte[] line) throws RemoteFailure, IOException, InterruptedException;
  }

  /// Takes the beginning of a file, piece by piece.
  interface PieceReceiver {
    /// Takes a piece, the first `count` bytes.
    ///
    /// @return whether more is wanted
    boolean piece(byte[] bytes, int count);
  }

  byte[] get(String path) throws RemoteFailure, InterruptedException;

  byte[] post(String path, String type, byte[] body) throws RemoteFailure, InterruptedException;

  /// Posts what must not come later than a minute from now, or never.
  byte[] postSoon(String path, String type, byte[] body) throws RemoteFailure, InterruptedException;

  void delete(String path) throws RemoteFailure, InterruptedException;

  /// Reads a file line by line, as it comes, and holds one line at a time, in memory that is
  /// reserved for it; what is too long is left out.
  ///
  /// @throws RemoteFailure also where there is no memory for a line now
  void lines(String path, LineSink to) throws RemoteFailure, IOException, InterruptedException;

  /// Reads a file as it comes, until its receiver wants no more.
  void beginning(String path, PieceReceiver to) throws RemoteFailure, InterruptedException;
}
