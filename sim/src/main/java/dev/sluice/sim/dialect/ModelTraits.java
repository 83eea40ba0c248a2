package dev.sluice.sim.dialect;

/// The properties of a model that a call depends on.
///
/// @param id of the answer, without a prefix; letters and digits
/// @param created seconds since 1970
/// @param speaker decides what it says
/// @param vectors its vectors
/// @param cachedTokens how many tokens of the prompt the model's cache knows
public record ModelTraits(
    String id,
    long created,
    Speaker speaker,
    TokenPace pace,
    Shape shape,
    Vectors vectors,
    long cachedTokens) {}
