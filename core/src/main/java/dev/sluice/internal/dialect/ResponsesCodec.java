package dev.sluice.internal.dialect;

import dev.sluice.internal.dialect.chat.answer.ChatErrors;
import dev.sluice.internal.dialect.chat.answer.ChatRates;
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
import dev.sluice.internal.dialect.responses.answer.ResponsesAnswerDecoder;
import dev.sluice.internal.dialect.responses.answer.ResponsesAnswerEncoder;
import dev.sluice.internal.dialect.responses.answer.ResponsesErrors;
import dev.sluice.internal.dialect.responses.answer.ResponsesEventDecoder;
import dev.sluice.internal.dialect.responses.answer.ResponsesEventEncoder;
import dev.sluice.internal.dialect.responses.decode.ResponsesRequestDecoder;
import dev.sluice.internal.dialect.responses.encode.ResponsesRequestEncoder;
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
import dev.sluice.internal.dialect.unseal.ResponsesForeignSeals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// OpenAI's Responses, whose errors before a stream and whose limits are those of Chat Completions.
final class ResponsesCodec implements DialectCodec {
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
  public List<String> lost(HubReply reply) {
    return reply.stop() == StopReason.PAUSE ? List.of("stop_reason") : List.of();
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
  public Fault fault(int status, JsonNode error) {
    return ResponsesErrors.fault(status, error);
  }

  @Override
  public int status(Fault fault) {
    return ChatErrors.status(fault);
  }

  @Override
  public byte[] errorBody(Fault fault) {
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

  @Override
  public Optional<Unsealed> unsealed(byte[] body, HeapMeter meter) {
    return ResponsesForeignSeals.without(body, meter);
  }

  @Override
  public Optional<String> elsewhere(byte[] body, HeapMeter meter) {
    return References.responses(body, meter);
  }
}
