/// What authorises requests to providers where no fixed key does it: a transport that puts on each
/// request what [dev.sluice.config.provider.Auth] says, a signature or a token.
///
/// ```text
///   ProviderService, ModelLister -> AuthorizedTransport -> NettyTransport -> provider
///                                        | a credential         ^
///                                   CredentialCell -> source -> TransportIo -> token endpoint
/// ```
@NullMarked
package dev.sluice.provider.auth;

import org.jspecify.annotations.NullMarked;
