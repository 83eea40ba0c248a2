package dev.sluice.dialect.gemini;

import dev.sluice.dialect.codec.DialectCodec;
import dev.sluice.dialect.codec.EventDecoder;
import dev.sluice.dialect.codec.EventEncoder;
import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.hub.AnswerFault;
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
import dev.sluice.dialect.rule.References;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The codec of Gemini's generateContent, which tells no limits in headers.
public final class GeminiCodec implements DialectCodec {
  @Override
  public HubRequest decodeRequest(byte[] body, HeapMeter meter) {
    return GeminiRequestDecoder.decode(body, meter);
  }

  @Override
  public HubRequest decodeCount(byte[] body, HeapMeter meter) {
    return GeminiRequestDecoder.decodeCount(body, meter);
  }

  @Override
  public Optional<Unsealed> unsealed(byte[] body, HeapMeter meter) {
    return GeminiForeignSeals.without(body, meter);
  }

  @Override
  public Optional<String> elsewhere(byte[] body, HeapMeter meter) {
    return References.gemini(body, meter);
  }

  @Override
  public Map<Setting, String> settingNames(Settings settings) {
    return GeminiRequestDecoder.NAMES;
  }

  @Override
  public int toolNameMax() {
    return GeminiRequestEncoder.NAME_MAX;
  }

  @Override
  public byte[] encodeRequest(
      JsonOutput out, HubRequest request, TargetRules rules, ToolNames names, Losses losses) {
    return GeminiRequestEncoder.encode(out, request, rules, names, losses);
  }

  @Override
  public HubReply decodeAnswer(byte[] body, Seals seals, HeapMeter meter) {
    return GeminiAnswerDecoder.decode(body, seals, meter);
  }

  @Override
  public byte[] encodeAnswer(JsonOutput out, HubReply reply, AnswerTerms terms) {
    return GeminiAnswerEncoder.encode(out, reply, terms);
  }

  @Override
  public EventDecoder eventDecoder(Seals seals, Consumer<HubEvent> sink, HeldRoom room) {
    return new GeminiEventDecoder(seals, sink, room);
  }

  @Override
  public EventEncoder eventEncoder(AnswerTerms terms, HeldRoom room) {
    return new GeminiEventEncoder(terms, room);
  }

  @Override
  public AnswerFault fault(int status, JsonNode error) {
    return GoogleErrors.fault(status, error);
  }

  @Override
  public int status(AnswerFault fault) {
    return GoogleErrors.status(fault);
  }

  @Override
  public byte[] errorBody(AnswerFault fault) {
    return GoogleErrors.body(fault);
  }
}
