package dev.sluice.dialect.responses;

import dev.sluice.dialect.json.JsonNode;

/// An item of a provider's answer, as far as it has come. What it says goes to the sink that it was
/// made with. Belongs to one thread.
interface StreamedItem {
  /// More of the item.
  ///
  /// @param type of the event
  /// @return whether such an event belongs to such an item
  boolean event(String type, JsonNode event);

  /// Whether the item as a whole says what its events have said; so it does where they have said
  /// nothing. An item that does not repeat it leaves open what was lost of it.
  ///
  /// @param item as a whole
  default boolean agrees(JsonNode item) {
    return true;
  }

  /// The item is over.
  ///
  /// @param item as a whole
  void done(JsonNode item);

  /// The answer was interrupted within the item.
  void cut();

  /// What is wrong with the item unless the model was interrupted; empty: nothing.
  default String flaw() {
    return "";
  }
}
