package dev.sluice.provider.auth;

import dev.sluice.provider.auth.CredentialCell.Patience;
import dev.sluice.provider.auth.RefusalSink.Refusal;
import dev.sluice.transport.WireRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What puts a provider's credential on requests. Safe for any thread.
interface Authorizer {

  /// A request that is authorised.
  ///
  /// @param request the request with its headers, of the same body
  /// @param credential the credential that is on it
  /// @param secrets what of it nobody is to see
  record Authorized(WireRequest request, Object credential, List<String> secrets) {
    /// Shows no secret, nor the headers that have one.
    @Override
    public String toString() {
      return "Authorized[" + request.method() + " " + request.origin().host() + "]";
    }
  }

  /// Puts a credential that holds now on a request. The body stays the caller's.
  ///
  /// @param body the hash of the request's body
  /// @param patience may end a wait for a credential
  /// @return null where the wait was ended
  /// @throws CredentialException if there is no credential
  @Nullable Authorized authorize(WireRequest request, BodyHash body, Patience patience)
      throws CredentialException, InterruptedException;

  /// Judges the answer with which the provider has refused a request: where it means that the
  /// credential is over, revoked or dated wrongly, sees to another one. A credential that may not
  /// do what it was used for is no better for being fetched anew.
  ///
  /// @return whether the request may be accepted if it is authorised and sent again
  boolean renew(Authorized refused, Refusal refusal, Patience patience) throws InterruptedException;

  /// Begins to fetch the first credential.
  void prepare();
}
