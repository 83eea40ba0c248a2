package dev.sluice.provider.bedrock;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import dev.sluice.provider.answer.FoundError;
import dev.sluice.provider.answer.JsonFields;
import dev.sluice.provider.answer.UsageReport;
import java.util.Map;
import java.util.Optional;

/// The fields found in an answer with embeddings: of Titan one `embedding` with the tokens of its
/// text, of Cohere `embeddings`. Confined to the loop.
final class VectorFields extends JsonFields<VectorFields.Found> {
  /// The fields of an answer that matter.
  enum Found {
    EMBEDDINGS,
    TOKENS,
    ERROR
  }

  private static final JsonSelector<Found> ANSWER =
      JsonSelector.object(
          Map.of(
              "embedding", JsonSelector.reported(Found.EMBEDDINGS),
              "embeddings", JsonSelector.reported(Found.EMBEDDINGS),
              "inputTextTokenCount", JsonSelector.kept(Found.TOKENS),
              "message", JsonSelector.kept(Found.ERROR)));

  private boolean embeddings;

  VectorFields() {
    super(ANSWER, Found.ERROR);
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
