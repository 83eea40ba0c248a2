package dev.sluice.provider.auth;

import java.time.Instant;

/// What a source of credentials reaches outside of the process. Its methods wait without holding an
/// event loop; they are for virtual threads. Everything that comes in is bounded.
public interface CredentialIo {

  /// Work that takes a processor's time.
  @FunctionalInterface
  interface Work<T> {
    T result() throws CredentialException;
  }

  /// Sends a request over the gateway's own transport. A redirect is not followed.
  ///
  /// @throws CredentialException if nobody answers in time, or the answer is a redirect or too
  ///   large
  TokenAnswer send(TokenRequest request) throws CredentialException, InterruptedException;

  /// Reads a file, at most 1 MiB of it.
  ///
  /// @throws CredentialException if it cannot be read, takes five seconds, or is larger
  String read(String path) throws CredentialException, InterruptedException;

  /// Reads a file that holds a token and nothing else.
  ///
  /// @throws CredentialException if it cannot be read, or is empty
  default String token(String path) throws CredentialException, InterruptedException {
    String token = read(path).strip();
    if (token.isEmpty()) {
      throw CredentialException.temporary("the token's file " + path + " is empty");
    }
    return token;
  }

  /// Runs a command and returns what it writes, at most 1 MiB of it.
  ///
  /// @param command the command and its arguments, as an operator has written them
  /// @throws CredentialException if it cannot be run, fails, takes a minute, or writes more
  String run(String command) throws CredentialException, InterruptedException;

  /// Does work that takes a processor's time, such as a signature, away from event loops.
  ///
  /// @throws CredentialException if the work throws it
  <T> T apart(Work<T> work) throws CredentialException, InterruptedException;

  /// The instant, by this machine's clock and what has been learned of its error.
  Instant now();
}
