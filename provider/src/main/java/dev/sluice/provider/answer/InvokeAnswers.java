package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.provider.answer.EmbeddingFields.Found;
import java.util.Map;

/// The meaning of answers of models of embeddings at Bedrock, never in a stream: of Titan one
/// `embedding` with the tokens of its text, of Cohere `embeddings`.
final class InvokeAnswers implements AnswerDialect {
  static final InvokeAnswers INSTANCE = new InvokeAnswers();

  private static final JsonSelector<Found> ANSWER =
      JsonSelector.object(
          Map.of(
              "embedding", JsonSelector.reported(Found.EMBEDDINGS),
              "embeddings", JsonSelector.reported(Found.EMBEDDINGS),
              "inputTextTokenCount", JsonSelector.kept(Found.TOKENS),
              "message", JsonSelector.kept(Found.ERROR)));

  private InvokeAnswers() {}

  @Override
  public EventFields events(StreamEvidence evidence) {
    return new EmbeddingFields(ANSWER);
  }
}
