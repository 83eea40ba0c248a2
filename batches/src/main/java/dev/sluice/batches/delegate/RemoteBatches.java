package dev.sluice.batches.delegate;

import java.io.IOException;
import java.util.Optional;

/// The batch API of one provider, by one credential. Methods wait for the provider; for virtual
/// threads. What it says is bounded and checked here.
public interface RemoteBatches {
  /// A line of a file of lines, with its end.
  ///
  /// @param id the name by which its result is known: letters, digits, dashes and underscores
  /// @param endpoint the path of the call, as the gateway's clients write it
  /// @param body the body of the call, as the provider takes it
  byte[] line(String id, String endpoint, byte[] body);

  /// Sends a file of lines.
  ///
  /// @param name its name
  /// @return the provider's name of it
  String upload(String name, byte[] lines) throws RemoteFailure, InterruptedException;

  /// Makes a batch.
  ///
  /// @param file of its lines
  /// @param mark is kept with it, and is not to be found with any other: the names of all lines
  ///   begin with it
  /// @param lines the same lines, for a provider that has no files
  /// @throws IOException if the lines cannot be read
  RemoteBatch create(String file, String endpoint, String mark, Lines lines)
      throws RemoteFailure, IOException, InterruptedException;

  /// The batch with a mark; empty where there is none.
  ///
  /// @param lines how many it has at most
  /// @param since none was made before, in milliseconds since 1970 in UTC
  Optional<RemoteBatch> find(String mark, int lines, long since)
      throws RemoteFailure, InterruptedException;

  /// How far a batch is.
  RemoteBatch get(String id) throws RemoteFailure, InterruptedException;

  /// Asks for the end of a batch.
  void cancel(String id) throws RemoteFailure, InterruptedException;

  /// Reads a file of results, one after the other. What is no result, or too long to be kept, is
  /// left out.
  ///
  /// @throws RemoteFailure also if there is no memory for a result now, or the receiver does
  /// @throws IOException if the receiver does
  void read(String file, ResultReceiver to) throws RemoteFailure, IOException, InterruptedException;

  /// Removes a file.
  void remove(String file) throws RemoteFailure, InterruptedException;

  /// Lines that are read once more.
  @FunctionalInterface
  interface Lines {
    byte[] read() throws IOException;
  }

  /// Takes results, on the thread that reads them.
  @FunctionalInterface
  interface ResultReceiver {
    /// Takes a result.
    ///
    /// @throws RemoteFailure if it cannot be taken now
    /// @throws IOException if it cannot be kept
    void take(RemoteResult result) throws RemoteFailure, IOException, InterruptedException;
  }
}
