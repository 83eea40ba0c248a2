package dev.sluice.internal.dialect.anthropic.answer;

import dev.sluice.internal.dialect.json.JsonNode;
import org.jspecify.annotations.Nullable;

/// The block of a stream that is being read. Belongs to one thread.
interface StreamedBlock {
  /// Whether it is a call of one of the client's tools.
  boolean calls();

  /// The tool's name, of a call.
  String name();

  void delta(@Nullable JsonNode delta);

  /// Ends the block.
  ///
  /// @return whether it is whole: the arguments of a call are an object
  boolean close();
}
