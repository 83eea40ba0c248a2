package dev.sluice.sim.dialect;

import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/// The properties of a model that a call depends on.
///
/// @param id of the answer, without a prefix; letters and digits
/// @param created seconds since 1970
/// @param random for what it says
/// @param tokens draws how long a text wants to be, at least 1
/// @param dimensions of its vectors
/// @param cachedTokens how many tokens of the prompt the model's cache knows
public record ModelTraits(
    String id,
    long created,
    RandomGenerator random,
    IntSupplier tokens,
    TokenPace pace,
    Shape shape,
    int dimensions,
    long cachedTokens) {}
