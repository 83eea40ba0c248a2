package dev.sluice.provider;

/// A model as a provider lists it.
///
/// @param id the name to ask for it by
/// @param json the provider's own object, with that name as its `id`
public record ListedModel(String id, String json) {}
