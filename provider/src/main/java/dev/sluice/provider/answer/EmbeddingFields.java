package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import java.util.Optional;

/// The fields found in an answer with embeddings, wherever a dialect has them. Confined to the
/// loop.
final class EmbeddingFields extends JsonFields<EmbeddingFields.Found> {
  /// The fields of an answer that matter.
  enum Found {
    EMBEDDINGS,
    TOKENS,
    ERROR
  }

  private boolean embeddings;

  /// @param answer where a dialect has the fields
  EmbeddingFields(JsonSelector<Found> answer) {
    super(answer, Found.ERROR);
  }

  @Override
  public void clear() {
    super.clear();
    embeddings = false;
  }

  @Override
  public void found(Found what, JsonWalker<Found> walker) {
    if (walker.kind() == JsonKind.NULL) {
      return;
    }
    switch (what) {
      case EMBEDDINGS -> embeddings |= !walker.empty();
      case TOKENS -> tokens(walker.count());
      case ERROR -> error = FoundError.of(walker);
    }
  }

  private void tokens(long tokens) {
    if (tokens >= 0 && tokens <= UsageReport.TOKENS_MAX) {
      usage = Optional.of(UsageReport.of(tokens, 0));
    }
  }

  @Override
  public boolean contentful() {
    return embeddings;
  }

  @Override
  public boolean terminated() {
    return false;
  }

  @Override
  public boolean failed() {
    return super.failed() && !embeddings;
  }

  @Override
  public boolean failing() {
    return super.failing() && !embeddings;
  }

  @Override
  public String error(boolean named) {
    return failed() ? "{\"message\":" + error + "}" : "";
  }
}
