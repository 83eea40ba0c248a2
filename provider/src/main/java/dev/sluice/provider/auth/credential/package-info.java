/// Credentials that end, of whichever kind: *(source of a proof) -> (exchange) -> (credential, its
/// end)*. [dev.sluice.provider.auth.credential.CredentialSource] is the first half, and
/// [dev.sluice.provider.auth.credential.CredentialCell] keeps what it gives fresh:
///
/// - one fetch at a time, on a thread that no event loop waits for, begun by a call once the
///   credential nears its end ([dev.sluice.provider.auth.credential.RefreshTimes]);
/// - the old credential is used until it is over, and where no other can be had until it really
///   ends;
/// - a credential that a provider has refused is fetched anew at once, and calls that come
///   meanwhile wait for that;
/// - what is wrong with this machine's clock is learned from the dates of refusals
///   ([dev.sluice.provider.auth.credential.CredentialClock]).
@NullMarked
package dev.sluice.provider.auth.credential;

import org.jspecify.annotations.NullMarked;
