package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.codec.DialectCodec;
import dev.sluice.dialect.codec.EventDecoder;
import dev.sluice.dialect.codec.EventEncoder;
import dev.sluice.dialect.codec.ForeignSeals;
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
import dev.sluice.dialect.rule.RateWindow;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The codec of Anthropic's Messages.
public final class AnthropicCodec implements DialectCodec {
  @Override
  public HubRequest decodeRequest(byte[] body, HeapMeter meter) {
    return AnthropicRequestDecoder.decode(body, meter);
  }

  @Override
  public HubRequest decodeCount(byte[] body, HeapMeter meter) {
    return AnthropicRequestDecoder.decodeCount(body, meter);
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
  public AnswerFault fault(int status, JsonNode error) {
    return AnthropicErrors.fault(status, error);
  }

  @Override
  public int status(AnswerFault fault) {
    return AnthropicErrors.status(fault);
  }

  @Override
  public byte[] errorBody(AnswerFault fault) {
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
