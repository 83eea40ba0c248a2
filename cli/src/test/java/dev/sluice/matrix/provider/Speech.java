package dev.sluice.matrix.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// A dialect, from a provider's side.
interface Speech {
  /// Where it is asked.
  String path();

  /// Reads a request.
  ///
  /// @throws Unexpected if its vendor would refuse it
  Asked read(JsonNode request) throws Unexpected;

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
