package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import org.jspecify.annotations.Nullable;

/// The fields of answers in JSON, which a walker finds. Confined to the loop.
///
/// @param <T> the tags of the fields
public abstract class JsonFields<T> implements EventFields, JsonWalker.Listener<T> {
  private final JsonWalker<T> json;

  // The walker calls nobody before the first byte.
  @SuppressWarnings("this-escape")
  protected JsonFields(JsonSelector<T> answer) {
    json = new JsonWalker<>(answer, this);
  }

  @Override
  public final void feed(byte[] a, int from, int to) {
    json.feed(a, from, to);
  }

  @Override
  public final boolean complete() {
    return json.complete();
  }

  @Override
  public final boolean broken() {
    return json.broken();
  }

  @Override
  public void clear() {
    json.restart();
  }

  /// The tag of the value that is kept and has not ended; null where there is none.
  protected final @Nullable T keeping() {
    return json.keeping();
  }
}
