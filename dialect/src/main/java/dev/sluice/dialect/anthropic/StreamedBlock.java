package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.json.JsonNode;
import org.jspecify.annotations.Nullable;

/// A block of a stream that is being read. Belongs to one thread.
interface StreamedBlock {
  /// A block of an unknown kind, of which everything is left out.
  StreamedBlock UNKNOWN =
      new StreamedBlock() {
        @Override
        public boolean calls() {
          return false;
        }

        @Override
        public String name() {
          return "";
        }

        @Override
        public void delta(@Nullable JsonNode delta) {}

        @Override
        public boolean close() {
          return true;
        }
      };

  /// Whether the block is a call of one of the client's tools.
  boolean calls();

  /// The name of the tool that the block calls.
  String name();

  void delta(@Nullable JsonNode delta);

  /// Ends the block.
  ///
  /// @return whether the block is whole: the arguments of a call are an object
  boolean close();
}
