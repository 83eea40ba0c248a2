package dev.sluice.internal.dialect;

import dev.sluice.internal.dialect.anthropic.answer.AnthropicAnswerDecoder;
import dev.sluice.internal.dialect.anthropic.answer.AnthropicAnswerEncoder;
import dev.sluice.internal.dialect.anthropic.answer.AnthropicErrors;
import dev.sluice.internal.dialect.anthropic.answer.AnthropicEventDecoder;
import dev.sluice.internal.dialect.anthropic.answer.AnthropicEventEncoder;
import dev.sluice.internal.dialect.anthropic.answer.AnthropicRates;
import dev.sluice.internal.dialect.anthropic.decode.AnthropicRequestDecoder;
import dev.sluice.internal.dialect.anthropic.encode.AnthropicRequestEncoder;
import dev.sluice.internal.dialect.hub.Fault;
import dev.sluice.internal.dialect.hub.HubEvent;
import dev.sluice.internal.dialect.hub.HubReply;
import dev.sluice.internal.dialect.hub.HubRequest;
import dev.sluice.internal.dialect.hub.Settings;
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
import dev.sluice.internal.dialect.unseal.ForeignSeals;
import dev.sluice.internal.dialect.unseal.ForeignSeals.Unsealed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Anthropic's Messages.
final class AnthropicCodec implements DialectCodec {
  @Override
  public HubRequest decodeRequest(byte[] body, HeapMeter meter) {
    return AnthropicRequestDecoder.decode(body, meter);
  }

  @Override
  public Optional<Unsealed> unsealed(byte[] body, HeapMeter meter) {
    return ForeignSeals.without(body, meter);
  }

  @Override
  public Map<Setting, String> settingNames(Settings settings) {
    return AnthropicRequestDecoder.names(settings);
  }

  @Override
  public int toolNameMax() {
    return AnthropicRequestEncoder.NAME_MAX;
  }

  @Override
  public byte[] encodeRequest(
      JsonOutput out, HubRequest request, TargetRules rules, ToolNames names, Losses losses) {
    return AnthropicRequestEncoder.encode(out, request, rules, names, losses);
  }

  @Override
  public HubReply decodeAnswer(byte[] body, Seals seals, HeapMeter meter) {
    return AnthropicAnswerDecoder.decode(body, seals, meter);
  }

  @Override
  public List<String> lost(HubReply reply) {
    return List.of();
  }

  @Override
  public byte[] encodeAnswer(JsonOutput out, HubReply reply, AnswerTerms terms) {
    return AnthropicAnswerEncoder.encode(out, reply, terms);
  }

  @Override
  public EventDecoder eventDecoder(Seals seals, Consumer<HubEvent> sink, HeldRoom room) {
    return new AnthropicEventDecoder(seals, sink, room);
  }

  @Override
  public EventEncoder eventEncoder(AnswerTerms terms, HeldRoom room) {
    return new AnthropicEventEncoder(terms, room);
  }

  @Override
  public Fault fault(int status, JsonNode error) {
    return AnthropicErrors.fault(status, error);
  }

  @Override
  public int status(Fault fault) {
    return AnthropicErrors.status(fault);
  }

  @Override
  public byte[] errorBody(Fault fault) {
    return AnthropicErrors.body(fault);
  }

  @Override
  public List<RateWindow> rates(Map<String, String> headers, Instant now) {
    return AnthropicRates.read(headers, now);
  }

  @Override
  public void putRates(List<RateWindow> windows, Instant now, Map<String, String> headers) {
    AnthropicRates.write(windows, now, headers);
  }
}
