package dev.sluice.dialect.image;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.Losses;

/// The operations of a provider's form of pictures. Stateless. A request that cannot be carried is
/// an [dev.sluice.dialect.rule.Untranslatable], an answer that cannot be read a
/// [dev.sluice.dialect.rule.BrokenAnswer], and a method that has no room for what it builds throws
/// [HeapMeter.NoRoomException].
interface ImageCodec {
  /// Returns a request in this form. The model stands in its path.
  byte[] encodeRequest(ImageRequest request, Losses losses, HeapMeter meter);

  /// Reads an answer in this form. One without a picture is an answer, too: a provider draws none
  /// of what it does not allow.
  ImageReply decodeAnswer(byte[] body, HeapMeter meter);
}
