package dev.sluice.dialect.embed;

import dev.sluice.dialect.embed.EmbeddingRequest.Asked;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.DroppedPaths;
import java.util.List;

/// A request for embeddings that has been translated, with what the translation of its answer
/// needs. Immutable and safe for any number of threads.
///
/// @param body the request in the provider's dialect
/// @param dropped the paths of what does not reach the provider, in the client's dialect
///   (`x-sluice-dropped`)
@SuppressWarnings("ArrayRecordComponent")
public record TranslatedEmbeddings(
    EmbeddingCodec client,
    EmbeddingCodec provider,
    Asked asked,
    String model,
    byte[] body,
    List<String> dropped)
    implements EmbeddingTranslation.Result {
  /// The result of translating an answer.
  public sealed interface VectorAnswer {
    /// An answer that is whole.
    ///
    /// @param body in the client's dialect
    /// @param estimated whether the tokens that it tells are an estimate
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(byte[] body, boolean estimated) implements VectorAnswer {}

    /// An answer that cannot be used.
    record Broken(AnswerFault fault) implements VectorAnswer {}
  }

  /// The bytes that are kept for the answer, beside the body.
  public long held() {
    return DroppedPaths.held(dropped);
  }

  /// Translates an answer.
  ///
  /// @param tokens the tokens of the inputs, where the provider does not tell
  /// @param meter counts what is built beside `answer`
  /// @throws HeapMeter.NoRoomException if there is no room for what is built
  public VectorAnswer answer(byte[] answer, long tokens, HeapMeter meter) {
    try {
      EmbeddingReply reply = provider.decodeAnswer(answer, asked, meter);
      boolean told = reply.tokens().isPresent();
      var terms = new EmbeddingCodec.Terms(asked, model, reply.tokens().orElse(tokens), told);
      return new VectorAnswer.Whole(client.encodeAnswer(reply, terms, meter), !told);
    } catch (BrokenAnswer e) {
      return new VectorAnswer.Broken(e.fault());
    }
  }
}
