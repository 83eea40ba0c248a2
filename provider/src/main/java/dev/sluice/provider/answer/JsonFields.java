package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import java.util.Optional;

/// The fields of answers in JSON, which a walker finds, with what all dialects tell: content, usage
/// and an error. Confined to the loop.
///
/// @param <T> the tags of the fields
abstract class JsonFields<T extends Enum<T>> implements EventFields, JsonWalker.Listener<T> {
  /// Whether the current event or answer says something.
  protected boolean content;

  protected long contentBytes;

  /// The error as it was written; empty where there is none.
  protected String error = "";

  protected Optional<UsageReport> usage = Optional.empty();

  private final JsonWalker<T> json;
  private final T errorTag;

  /// @param error the tag of the field that holds an error
  // The walker calls nobody before the first byte.
  @SuppressWarnings("this-escape")
  protected JsonFields(JsonSelector<T> answer, T error) {
    json = new JsonWalker<>(answer, this);
    errorTag = error;
  }

  @Override
  public final void feed(byte[] a, int from, int to) {
    json.feed(a, from, to);
  }

  @Override
  public final void read(JsonNode event) {
    json.walk(event);
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
    content = false;
    contentBytes = 0;
    error = "";
    usage = Optional.empty();
  }

  /// Counts a value that the model has said.
  protected final void said(JsonWalker<T> walker) {
    content |= !walker.empty();
    contentBytes += walker.kind() == JsonKind.STRING ? walker.length() : 0;
  }

  @Override
  public boolean meaningful() {
    return content;
  }

  @Override
  public long contentBytes() {
    return contentBytes;
  }

  @Override
  public boolean tellsUsage() {
    return usage.isPresent();
  }

  @Override
  public Optional<UsageReport> usage() {
    return usage;
  }

  @Override
  public boolean failed() {
    return !error.isEmpty();
  }

  @Override
  public boolean failing() {
    return failed() || json.keeping() == errorTag;
  }
}
