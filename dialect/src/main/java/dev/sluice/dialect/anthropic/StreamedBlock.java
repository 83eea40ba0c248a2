package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.json.JsonNode;
import org.jspecify.annotations.Nullable;

/// The block of a stream that is being read. Belongs to one thread.
interface StreamedBlock {
  /// A block of a kind that is not known here: whatever it says is left out.
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
