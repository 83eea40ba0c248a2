package dev.sluice.dialect.openai;

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
import dev.sluice.dialect.rule.RateWindow;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The codec of OpenAI's Chat Completions.
public class ChatCodec implements DialectCodec {
  @Override
  public HubRequest decodeRequest(byte[] body, HeapMeter meter) {
    return ChatRequestDecoder.decode(body, meter);
  }

  @Override
  public Optional<Unsealed> unsealed(byte[] body, HeapMeter meter) {
    return ChatForeignSeals.without(body, meter);
  }

  @Override
  public Map<Setting, String> settingNames(Settings settings) {
    return ChatRequestDecoder.NAMES;
  }

  @Override
  public int toolNameMax() {
    return ChatRequestEncoder.NAME_MAX;
  }

  @Override
  public byte[] encodeRequest(
      JsonOutput out, HubRequest request, TargetRules rules, ToolNames names, Losses losses) {
    return ChatRequestEncoder.encode(out, request, rules, names, losses);
  }

  @Override
  public HubReply decodeAnswer(byte[] body, Seals seals, HeapMeter meter) {
    return ChatAnswerDecoder.decode(body, seals, meter);
  }

  @Override
  public byte[] encodeAnswer(JsonOutput out, HubReply reply, AnswerTerms terms) {
    return ChatAnswerEncoder.encode(out, reply, terms);
  }

  @Override
  public EventDecoder eventDecoder(Seals seals, Consumer<HubEvent> sink, HeldRoom room) {
    return new ChatEventDecoder(seals, sink, room);
  }

  @Override
  public EventEncoder eventEncoder(AnswerTerms terms, HeldRoom room) {
    return new ChatEventEncoder(terms, room);
  }

  @Override
  public AnswerFault fault(int status, JsonNode error) {
    return ChatErrors.fault(status, error);
  }

  @Override
  public int status(AnswerFault fault) {
    return ChatErrors.status(fault);
  }

  @Override
  public byte[] errorBody(AnswerFault fault) {
    return ChatErrors.body(fault);
  }

  @Override
  public List<RateWindow> rates(Map<String, String> headers, Instant now) {
    return ChatRates.read(headers);
  }

  @Override
  public void putRates(List<RateWindow> windows, Instant now, Map<String, String> headers) {
    ChatRates.write(windows, headers);
  }
}
