package dev.sluice.provider.auth;

/// A source of credentials: it takes a proof of the gateway's identity, and exchanges it.
/// Immutable; safe for any thread.
@FunctionalInterface
public interface CredentialSource<C> {

  /// Fetches a credential. Runs on a virtual thread of the refresher's, or of a test's, and may
  /// wait.
  ///
  /// @param io what the source reaches outside of the process
  /// @throws CredentialException if there is none
  Issued<C> fetch(CredentialIo io) throws CredentialException, InterruptedException;
}
