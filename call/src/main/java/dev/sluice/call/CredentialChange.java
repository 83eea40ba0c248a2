package dev.sluice.call;

import java.util.Optional;

/// A change of a provider's credential: it was set aside, or is used again.
///
/// @param provider the provider's configured name
/// @param place the position among the provider's credentials, from 1
/// @param of the number of credentials that the provider has
/// @param model the model for which the credential was set aside, by the name that the provider is
///   asked for; empty for all models. A client has chosen that name where the target passes names
///   on
/// @param why the provider's answer; empty when the credential is used again
public record CredentialChange(
    String provider, int place, int of, Optional<String> model, Optional<Failed> why) {}
