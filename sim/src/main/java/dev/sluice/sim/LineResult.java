package dev.sluice.sim;

import dev.sluice.sim.batch.LineAnswer;
import dev.sluice.sim.wire.HttpReply;

/// What a model has made of a line of a batch.
///
/// @param cost of the input, in tokens at the full price
record LineResult(HttpReply reply, LineAnswer.Tokens tokens, double cost) {}
