package dev.sluice.dialect.embed;

import dev.sluice.dialect.embed.EmbeddingRequest.Asked;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.WholeTranslation.Answer;
import dev.sluice.dialect.rule.WholeTranslation.Answers;

/// The translation of the answer to a request for embeddings that has been translated. Immutable
/// and safe for any number of threads.
record TranslatedEmbeddings(
    EmbeddingCodec client, EmbeddingCodec provider, Asked asked, String model) implements Answers {
  @Override
  public Answer of(byte[] answer, long tokens, HeapMeter meter) {
    try {
      EmbeddingReply reply = provider.decodeAnswer(answer, asked, meter);
      boolean told = reply.tokens().isPresent();
      var terms = new EmbeddingCodec.Terms(asked, model, reply.tokens().orElse(tokens), told);
      return new Answer.Whole(client.encodeAnswer(reply, terms, meter), !told);
    } catch (BrokenAnswer e) {
      return new Answer.Broken(e.fault());
    }
  }
}
