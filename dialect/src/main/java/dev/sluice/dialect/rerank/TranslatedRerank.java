package dev.sluice.dialect.rerank;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rerank.RerankReply.Ranked;
import dev.sluice.dialect.rerank.RerankRequest.Asked;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.WholeTranslation.Answer;
import dev.sluice.dialect.rule.WholeTranslation.Answers;
import java.util.List;

/// The translation of the answer to a rerank that has been translated. Immutable and safe for any
/// number of threads.
record TranslatedRerank(RerankCodec client, RerankCodec provider, Asked asked, String model)
    implements Answers {
  /// The documents of one search unit. https://docs.cohere.com/docs/rerank-overview
  private static final int UNIT = 100;

  @Override
  public long held() {
    return asked.held();
  }

  @Override
  public Answer of(byte[] answer, long tokens, HeapMeter meter) {
    try {
      JsonNode top = RerankProperties.answer(answer, meter);
      RerankReply reply = best(provider.decodeAnswer(top, asked.count()));
      boolean told = reply.tokens().isPresent() || reply.units().isPresent();
      long units = reply.units().orElse(Math.ceilDiv(asked.count(), UNIT));
      var terms = new RerankCodec.Terms(asked, model, reply.tokens().orElse(tokens), units);
      return new Answer.Whole(client.encodeAnswer(reply, terms, meter), !told);
    } catch (BrokenAnswer e) {
      return new Answer.Broken(e.fault());
    }
  }

  /// The best of an answer, which may have more than were asked for.
  private RerankReply best(RerankReply reply) {
    List<Ranked> all = reply.ranked();
    return all.size() <= asked.top()
        ? reply
        : new RerankReply(
            all.subList(0, (int) asked.top()), reply.model(), reply.tokens(), reply.units());
  }
}
