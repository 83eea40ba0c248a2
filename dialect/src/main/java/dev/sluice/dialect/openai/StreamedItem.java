package dev.sluice.dialect.openai;

import dev.sluice.dialect.json.JsonNode;

/// An item of a provider's answer, as far as it has come. Its content goes to the sink that it was
/// made with. Belongs to one thread.
interface StreamedItem {
  /// Takes an event that says more of the item.
  ///
  /// @param type the type of the event
  /// @return whether such an event belongs to such an item
  boolean event(String type, JsonNode event);

  /// Whether the item the item as a whole says what its events have said; also true where they have
  /// said nothing. An item that does not repeat it leaves open what was lost of it.
  ///
  /// @param item as a whole
  default boolean agrees(JsonNode item) {
    return true;
  }

  /// Ends the item, which is over.
  ///
  /// @param item the item as a whole
  void done(JsonNode item);

  /// Ends the item, within which the answer was interrupted.
  void cut();

  /// The flaw of the item unless the model was interrupted; empty for none.
  default String flaw() {
    return "";
  }
}
