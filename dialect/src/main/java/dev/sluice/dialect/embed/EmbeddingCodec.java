package dev.sluice.dialect.embed;

import dev.sluice.dialect.embed.EmbeddingRequest.Asked;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.Losses;

/// The operations of a form of embeddings for translation, as the client's and as the provider's.
/// Stateless. A request that cannot be carried is an [dev.sluice.dialect.rule.Untranslatable], an
/// answer that cannot be read a [dev.sluice.dialect.rule.BrokenAnswer], and a method that has no
/// room for what it builds throws [HeapMeter.NoRoomException].
interface EmbeddingCodec {
  EmbeddingRequest decodeRequest(byte[] body, HeapMeter meter);

  /// Returns a request in this form.
  ///
  /// @param model the model, as the provider names it
  byte[] encodeRequest(EmbeddingRequest request, String model, Losses losses, HeapMeter meter);

  /// Reads the vectors of an answer in this form.
  ///
  /// @param asked the part of the request that the answer depends on
  EmbeddingReply decodeAnswer(byte[] body, Asked asked, HeapMeter meter);

  byte[] encodeAnswer(EmbeddingReply reply, Terms terms, HeapMeter meter);

  /// The terms that an answer's form depends on beside the answer.
  ///
  /// @param asked the part of the request that the answer depends on
  /// @param model the model, for an answer that names none
  /// @param tokens the tokens of the inputs; an estimate where the provider does not tell
  /// @param told whether the provider has told them
  record Terms(Asked asked, String model, long tokens, boolean told) {}
}
