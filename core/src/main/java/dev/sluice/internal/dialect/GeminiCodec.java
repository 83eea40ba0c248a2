package dev.sluice.internal.dialect;

import dev.sluice.internal.dialect.gemini.answer.GeminiAnswerDecoder;
import dev.sluice.internal.dialect.gemini.answer.GeminiAnswerEncoder;
import dev.sluice.internal.dialect.gemini.answer.GeminiErrors;
import dev.sluice.internal.dialect.gemini.answer.GeminiEventDecoder;
import dev.sluice.internal.dialect.gemini.answer.GeminiEventEncoder;
import dev.sluice.internal.dialect.gemini.decode.GeminiRequestDecoder;
import dev.sluice.internal.dialect.gemini.encode.GeminiRequestEncoder;
import dev.sluice.internal.dialect.held.References;
import dev.sluice.internal.dialect.hub.Fault;
import dev.sluice.internal.dialect.hub.HubEvent;
import dev.sluice.internal.dialect.hub.HubReply;
import dev.sluice.internal.dialect.hub.HubRequest;
import dev.sluice.internal.dialect.hub.Settings;
import dev.sluice.internal.dialect.hub.StopReason;
import dev.sluice.internal.dialect.json.HeapMeter;
import dev.sluice.internal.dialect.json.JsonNode;
import dev.sluice.internal.dialect.json.JsonOutput;
import dev.sluice.internal.dialect.name.ToolNames;
import dev.sluice.internal.dialect.rule.AnswerTerms;
import dev.sluice.internal.dialect.rule.Losses;
import dev.sluice.internal.dialect.rule.Losses.Setting;
import dev.sluice.internal.dialect.rule.RateWindow;
import dev.sluice.internal.dialect.rule.TargetRules;
import dev.sluice.internal.dialect.seal.Seals;
import dev.sluice.internal.dialect.sse.EventDecoder;
import dev.sluice.internal.dialect.sse.EventEncoder;
import dev.sluice.internal.dialect.sse.HeldRoom;
import dev.sluice.internal.dialect.unseal.ForeignSeals.Unsealed;
import dev.sluice.internal.dialect.unseal.GeminiForeignSeals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Gemini's generateContent. It tells no limits in headers.
final class GeminiCodec implements DialectCodec {
  @Override
  public HubRequest decodeRequest(byte[] body, HeapMeter meter) {
    return GeminiRequestDecoder.decode(body, meter);
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
  public List<String> lost(HubReply reply) {
    return reply.stop() == StopReason.PAUSE ? List.of("stop_reason") : List.of();
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
  public Fault fault(int status, JsonNode error) {
    return GeminiErrors.fault(status, error);
  }

  @Override
  public int status(Fault fault) {
    return GeminiErrors.status(fault);
  }

  @Override
  public byte[] errorBody(Fault fault) {
    return GeminiErrors.body(fault);
  }

  @Override
  public List<RateWindow> rates(Map<String, String> headers, Instant now) {
    return List.of();
  }

  @Override
  public void putRates(List<RateWindow> windows, Instant now, Map<String, String> headers) {}
}
