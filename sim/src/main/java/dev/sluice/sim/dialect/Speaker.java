package dev.sluice.sim.dialect;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/// Decides what a model says to a call. Called on the call's event loop, once a call.
@FunctionalInterface
public interface Speaker {

  /// Returns the answers to a call.
  ///
  /// @param ask what the request asks for
  /// @param body the request, in OpenAI's or Anthropic's dialect
  /// @param count how many answers
  /// @throws Refusal if only the closer look shows that the request is wrong
  List<Choice> choices(RequestContent ask, byte[] body, int count) throws Refusal;

  /// Makes a speaker that says what the request allows: prose, calls of the tools that it names, or
  /// JSON that fits its schema.
  ///
  /// @param tokens draws how long a text wants to be, at least 1
  static Speaker drawn(RandomGenerator random, IntSupplier tokens) {
    return (ask, body, count) -> new Script(ask, body, random).choices(count, tokens);
  }
}
