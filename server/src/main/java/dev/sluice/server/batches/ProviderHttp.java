package dev.sluice.server.batches;

import dev.sluice.batches.delegate.RemoteFailure;
import java.io.IOException;
import java.util.Optional;

/// The HTTP of a provider's batch API. Any answer but a good one is a failure. Waits.
interface ProviderHttp {
  /// Takes the lines of a file.
  interface LineReceiver {
    void line(byte[] line) throws IOException, InterruptedException;
  }

  byte[] get(String path) throws RemoteFailure, InterruptedException;

  byte[] post(String path, String type, byte[] body) throws RemoteFailure, InterruptedException;

  /// Posts what must not come later than a minute from now, or never.
  byte[] postSoon(String path, String type, byte[] body) throws RemoteFailure, InterruptedException;

  void delete(String path) throws RemoteFailure, InterruptedException;

  /// Reads a file line by line, as it comes; what is too long is left out.
  void lines(String path, LineReceiver to) throws RemoteFailure, IOException, InterruptedException;

  /// The first line of a file; empty where it has none.
  Optional<byte[]> firstLine(String path) throws RemoteFailure, InterruptedException;
}
