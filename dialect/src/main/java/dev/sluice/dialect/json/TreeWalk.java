package dev.sluice.dialect.json;

/// The pass of a [JsonWalker] over a text that has been read already: each value behind what is in
/// it, as in a pass over bytes.
final class TreeWalk {
  private TreeWalk() {}

  static <T> void visit(JsonWalker<T> walker, JsonSelector<T> values, JsonNode value) {
    boolean within = values.isWithin(value.kind());
    if (within && value.isPassedOver()) {
      walker.walkOver(values, value);
      return;
    }
    boolean keeps = walker.keptDepth < 0 && values.keeps(value.kind());
    if (keeps) {
      walker.keptDepth = 0;
    }
    if (within) {
      within(walker, values, value);
    }
    T tag = values.tag(value.kind());
    if (tag != null) {
      walker.found(tag, value, keeps);
    }
    if (keeps) {
      walker.kept.clear();
      walker.keptDepth = -1;
    }
  }

  private static <T> void within(JsonWalker<T> walker, JsonSelector<T> values, JsonNode container) {
    boolean named = container.is(JsonKind.OBJECT);
    for (JsonNode child : container.children()) {
      JsonSelector<T> selected = named ? values.field(child.name()) : values.element();
      if (selected != null) {
        visit(walker, selected, child);
      }
    }
  }
}
