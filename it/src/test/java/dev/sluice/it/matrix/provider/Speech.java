package dev.sluice.it.matrix.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// A dialect, from a provider's side.
interface Speech {
  /// Where it is asked.
  String path();

  /// Reads a request.
  ///
  /// @param path where it was asked
  /// @throws Unexpected if its vendor would refuse it
  Asked read(String path, JsonNode request) throws Unexpected;

  /// Whether a request asks for a stream.
  default boolean streams(String path, JsonNode request) {
    return request.path("stream").asBoolean();
  }

  /// What is answered at a path that counts tokens; empty at any other.
  default Optional<String> count(String path) {
    return Optional.empty();
  }

  Spoken answer(Asked asked) throws Unexpected;

  /// A whole answer.
  String whole(Spoken answer);

  /// The events of a stream.
  List<String> stream(Spoken answer, JsonNode request);

  /// How many events bring the first words of a text.
  int firstWords();

  /// The status of a failure.
  int status(Trouble trouble);

  /// An error's body.
  String error(Trouble trouble, String message);

  /// An error as an event of a stream.
  String errorEvent(Trouble trouble, String message);
}
