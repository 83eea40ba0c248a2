package dev.sluice.sim.batch;

import org.jspecify.annotations.Nullable;

/// What is wrong with a line of an input.
///
/// @param line its number, from 1; 0 for the input as a whole
record LineFault(String code, String message, @Nullable String param, int line) {}
