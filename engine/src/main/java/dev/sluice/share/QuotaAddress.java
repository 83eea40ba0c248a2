package dev.sluice.share;

/// What tells a quota from all others, alike in every process.
///
/// @param provider the provider's name
/// @param account a hash of the credential, or of the provider's address where it has none
/// @param model the model; `*` where several share the quota
public record QuotaAddress(String provider, long account, String model) {}
