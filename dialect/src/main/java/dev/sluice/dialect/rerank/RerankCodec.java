package dev.sluice.dialect.rerank;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rerank.RerankRequest.Asked;
import dev.sluice.dialect.rule.Losses;

/// The operations of a form of reranks for translation, as the client's and as the provider's.
/// Stateless. A request that cannot be carried is an [dev.sluice.dialect.rule.Untranslatable], an
/// answer that cannot be read a [dev.sluice.dialect.rule.BrokenAnswer], and a method that has no
/// room for what it builds throws [HeapMeter.NoRoomException].
interface RerankCodec {
  RerankRequest decodeRequest(JsonNode top);

  /// Returns a request in this form.
  ///
  /// @param model the model, as the provider names it
  byte[] encodeRequest(RerankRequest request, String model, Losses losses, HeapMeter meter);

  /// Reads an answer in this form.
  ///
  /// @param count how many documents were sent
  RerankReply decodeAnswer(JsonNode top, int count);

  byte[] encodeAnswer(RerankReply reply, Terms terms, HeapMeter meter);

  /// The terms that an answer's form depends on beside the answer.
  ///
  /// @param asked the part of the request that the answer depends on
  /// @param model the model, for an answer that names none
  /// @param tokens the tokens that were read; an estimate where the provider does not tell
  /// @param units the search units that were taken; an estimate where the provider does not tell
  record Terms(Asked asked, String model, long tokens, long units) {}
}
