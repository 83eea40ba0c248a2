package dev.sluice.dialect.openai;

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

/// The codec of OpenAI's Responses, whose errors before a stream and whose limits are those of Chat
/// Completions.
public final class ResponsesCodec extends ChatCodec {
  @Override
  public HubRequest decodeRequest(byte[] body, HeapMeter meter) {
    return ResponsesRequestDecoder.decode(body, meter);
  }

  @Override
  public Map<Setting, String> settingNames(Settings settings) {
    return ResponsesRequestDecoder.NAMES;
  }

  @Override
  public int toolNameMax() {
    return ResponsesRequestEncoder.NAME_MAX;
  }

  @Override
  public byte[] encodeRequest(
      JsonOutput out, HubRequest request, TargetRules rules, ToolNames names, Losses losses) {
    return ResponsesRequestEncoder.encode(out, request, rules, names, losses);
  }

  @Override
  public HubReply decodeAnswer(byte[] body, Seals seals, HeapMeter meter) {
    return ResponsesAnswerDecoder.decode(body, seals, meter);
  }

  @Override
  public byte[] encodeAnswer(JsonOutput out, HubReply reply, AnswerTerms terms) {
    return ResponsesAnswerEncoder.encode(out, reply, terms);
  }

  @Override
  public EventDecoder eventDecoder(Seals seals, Consumer<HubEvent> sink, HeldRoom room) {
    return new ResponsesEventDecoder(seals, sink, room);
  }

  @Override
  public EventEncoder eventEncoder(AnswerTerms terms, HeldRoom room) {
    return new ResponsesEventEncoder(terms, room);
  }

  @Override
  public AnswerFault fault(int status, JsonNode error) {
    return ResponsesErrors.fault(status, error);
  }

  @Override
  public Optional<Unsealed> unsealed(byte[] body, HeapMeter meter) {
    return ResponsesForeignSeals.without(body, meter);
  }

  @Override
  public Optional<String> elsewhere(byte[] body, HeapMeter meter) {
    return References.responses(body, meter);
  }
}
