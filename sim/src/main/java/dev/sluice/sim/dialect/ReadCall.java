package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.util.List;

/// A call whose request has been read: what it asks for, and how it is answered.
public interface ReadCall {

  /// Returns the part of the request on which the answer depends.
  RequestContent content();

  /// Returns how many tokens of input the call pays for, once it is answered: those that its answer
  /// tells.
  default long billedInput() {
    return content().inputTokens();
  }

  /// Returns whether the call costs nothing, since no model is at work.
  default boolean free() {
    return false;
  }

  /// Makes the answer.
  ///
  /// @param headers what it has besides its content type
  /// @throws Refusal if only the closer look shows that the request is wrong
  HttpReply answer(ModelTraits traits, List<Header> headers) throws Refusal;
}
