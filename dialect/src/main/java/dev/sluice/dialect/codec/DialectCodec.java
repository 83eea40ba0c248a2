package dev.sluice.dialect.codec;

import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.hub.Fault;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Settings;
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

/// All that a dialect does for translation, as the client's and as the provider's. Stateless. What
/// builds something counts it by a meter, and throws [HeapMeter.NoRoomException] where that has no
/// room.
public interface DialectCodec {
  HubRequest decodeRequest(byte[] body, HeapMeter meter);

  /// A request of this dialect for a provider of this dialect, without what a target of another one
  /// has sealed in the conversation; empty where nothing is taken out.
  Optional<Unsealed> unsealed(byte[] body, HeapMeter meter);

  /// The path of what a request refers to in place of saying it, such as an earlier response; empty
  /// where the conversation is all there.
  default Optional<String> elsewhere(byte[] body, HeapMeter meter) {
    return Optional.empty();
  }

  /// What the dialect calls the settings of a request that it has decoded.
  Map<Setting, String> settingNames(Settings settings);

  /// Characters that a tool's name may have.
  int toolNameMax();

  /// A request for a provider of this dialect.
  ///
  /// @param out takes it; empty
  byte[] encodeRequest(
      JsonOutput out, HubRequest request, TargetRules rules, ToolNames names, Losses losses);

  HubReply decodeAnswer(byte[] body, Seals seals, HeapMeter meter);

  /// What of an answer this dialect cannot say, by its path at the provider.
  List<String> lost(HubReply reply);

  /// A whole answer for a client of this dialect.
  ///
  /// @param out takes it; empty
  byte[] encodeAnswer(JsonOutput out, HubReply reply, AnswerTerms terms);

  EventDecoder eventDecoder(Seals seals, Consumer<HubEvent> sink, HeldRoom room);

  EventEncoder eventEncoder(AnswerTerms terms, HeldRoom room);

  /// What a provider's error means.
  ///
  /// @param error the object of this name in a provider's answer
  Fault fault(int status, JsonNode error);

  int status(Fault fault);

  /// The body of an error.
  byte[] errorBody(Fault fault);

  /// What a provider's headers say about its limits.
  ///
  /// @param headers by their names in lower case
  List<RateWindow> rates(Map<String, String> headers, Instant now);

  void putRates(List<RateWindow> windows, Instant now, Map<String, String> headers);
}
