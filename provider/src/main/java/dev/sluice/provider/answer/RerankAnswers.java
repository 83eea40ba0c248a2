package dev.sluice.provider.answer;

/// The meaning of answers with documents in their order, which are never streamed.
public final class RerankAnswers implements AnswerDialect {
  public static final RerankAnswers INSTANCE = new RerankAnswers();

  private RerankAnswers() {}

  @Override
  public EventFields events(StreamEvidence evidence) {
    return new RerankFields();
  }
}
