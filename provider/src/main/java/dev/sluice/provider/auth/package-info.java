/// What authorises requests to providers where no fixed key does it: a transport that puts on each
/// request what [dev.sluice.config.provider.Auth] says, a signature or a token.
///
/// ```text
///   ProviderService, ModelLister -> AuthorizedTransport -> NettyTransport -> provider
///                                        | a credential         ^
///                                   CredentialCell -> source -> TransportIo -> token endpoint
/// ```
///
/// Credentials end, of whichever kind: *(source of a proof) -> (exchange) -> (credential, its
/// end)*. [dev.sluice.provider.auth.CredentialSource] is the first half, and
/// [dev.sluice.provider.auth.CredentialCell] keeps what it gives fresh:
///
/// - one fetch at a time, on a thread that no event loop waits for, begun by a call once the
///   credential nears its end ([dev.sluice.provider.auth.RefreshTimes]);
/// - the old credential is used until it is over, and where no other can be had until it really
///   ends;
/// - a credential that a provider has refused is fetched anew at once, and calls that come
///   meanwhile wait for that;
/// - what is wrong with this machine's clock is learned from the dates of refusals
///   ([dev.sluice.provider.auth.CredentialClock]).
///
/// The sources:
///
/// - [dev.sluice.provider.auth.AwsCredentials]: keys of AWS, with which
///   [dev.sluice.provider.auth.SigV4] signs;
/// - [dev.sluice.provider.auth.GoogleCredentials]: tokens of service accounts, machines, federated
///   identities and developers at Google Cloud;
/// - [dev.sluice.provider.auth.EntraCredentials]: tokens of applications and managed identities of
///   Microsoft Entra ID;
/// - [dev.sluice.provider.auth.WorkloadCredentials]: tokens of providers that know the gateway by
///   its workload identity.
@NullMarked
package dev.sluice.provider.auth;

import org.jspecify.annotations.NullMarked;
