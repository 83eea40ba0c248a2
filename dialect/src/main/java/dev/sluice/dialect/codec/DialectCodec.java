package dev.sluice.dialect.codec;

import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.AnswerTerms;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.RateWindow;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The operations of a dialect for translation, as the client's and as the provider's. Stateless. A
/// method that builds something counts it by a meter, and throws [HeapMeter.NoRoomException] where
/// the meter has no room.
public interface DialectCodec {
  HubRequest decodeRequest(byte[] body, HeapMeter meter);

  /// Reads a client's request for the number of tokens of a conversation, as far as that.
  default HubRequest decodeCount(byte[] body, HeapMeter meter) {
    return decodeRequest(body, meter);
  }

  /// Returns a request of this dialect for a provider of this dialect, without what a target of
  /// another dialect has sealed in the conversation; empty where nothing is taken out.
  Optional<Unsealed> unsealed(byte[] body, HeapMeter meter);

  /// The path of the part of a request that refers to content in place of holding it, such as an
  /// earlier response; empty where the whole conversation is in the request.
  default Optional<String> elsewhere(byte[] body, HeapMeter meter) {
    return Optional.empty();
  }

  /// The names that the dialect has for the settings of a request that it has decoded.
  Map<Setting, String> settingNames(Settings settings);

  /// The most characters that a tool's name may have.
  int toolNameMax();

  /// Returns a request for a provider of this dialect.
  ///
  /// @param out the empty writer that the request is written to
  byte[] encodeRequest(
      JsonOutput out, HubRequest request, TargetRules rules, ToolNames names, Losses losses);

  HubReply decodeAnswer(byte[] body, Seals seals, HeapMeter meter);

  /// The paths of what this dialect cannot say of an answer, by the paths at the provider:
  /// Anthropic alone pauses.
  default List<String> lost(HubReply reply) {
    return reply.stop() == StopReason.PAUSE ? List.of("stop_reason") : List.of();
  }

  /// Returns a whole answer for a client of this dialect.
  ///
  /// @param out the empty writer that the answer is written to
  byte[] encodeAnswer(JsonOutput out, HubReply reply, AnswerTerms terms);

  EventDecoder eventDecoder(Seals seals, Consumer<HubEvent> sink, HeldRoom room);

  EventEncoder eventEncoder(AnswerTerms terms, HeldRoom room);

  /// The meaning of a provider's error.
  ///
  /// @param error the object called `error` in a provider's answer
  AnswerFault fault(int status, JsonNode error);

  int status(AnswerFault fault);

  /// The body of an error.
  byte[] errorBody(AnswerFault fault);

  /// Reads the limits that a provider's headers state; none where the dialect has no such headers.
  ///
  /// @param headers the provider's headers, by their names in lower case
  default List<RateWindow> rates(Map<String, String> headers, Instant now) {
    return List.of();
  }

  /// Writes limits as a provider's headers state them; nothing where the dialect has no such
  /// headers.
  default void putRates(List<RateWindow> windows, Instant now, Map<String, String> headers) {}
}
