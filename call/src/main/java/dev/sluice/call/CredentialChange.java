package dev.sluice.call;

import java.util.Optional;

/// A provider's credential was set aside, or is used again.
///
/// @param provider the provider's configured name
/// @param place the position among the provider's credentials, from 1
/// @param of how many the provider has
/// @param model for which model; empty for all. As the provider is asked for it: a client's own
///   words where the asked name is passed on
/// @param why what the provider answered; empty when it is used again
public record CredentialChange(
    String provider, int place, int of, Optional<String> model, Optional<Failed> why) {}
