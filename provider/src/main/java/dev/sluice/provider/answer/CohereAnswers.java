package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.provider.answer.EmbeddingFields.Found;
import java.util.Map;

/// The meaning of answers in Cohere's dialect, of which only embeddings are asked for, never in a
/// stream.
public final class CohereAnswers implements AnswerDialect {
  public static final CohereAnswers INSTANCE = new CohereAnswers();

  private static final JsonSelector<Found> UNITS =
      JsonSelector.object(Map.of("input_tokens", JsonSelector.kept(Found.TOKENS)));

  private static final JsonSelector<Found> ANSWER =
      JsonSelector.object(
          Map.of(
              "embeddings", JsonSelector.reported(Found.EMBEDDINGS),
              "message", JsonSelector.kept(Found.ERROR),
              "meta", JsonSelector.object(Map.of("billed_units", UNITS))));

  private CohereAnswers() {}

  @Override
  public EventFields events(StreamEvidence evidence) {
    return new EmbeddingFields(ANSWER);
  }
}
