package dev.sluice.dialect;

import dev.sluice.dialect.codec.DialectCodec;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.json.ErrorObject;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Statuses;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A translation from one client's dialect to one provider's, and back.
///
/// ```java
/// var translation = Translation.of(WireDialect.ANTHROPIC, WireDialect.CHAT);
/// switch (translation.request(body, rules, meter)) {
///   case Translated call -> send(call.body(), call.dropped());
///   case Refused refused -> refuse(refused.path(), refused.why());
/// }
/// ```
///
/// The call then translates its own answer: [Translated#answer] a whole one, [Translated#events]
/// one that arrives in events. An answer that is an error goes through [#fault] and [#errorBody].
///
/// Immutable and safe for any number of threads.
public final class Translation {
  /// The reserve for a translation that is longer than its source, as a divisor: few dialects say
  /// more than an eighth longer what another one says.
  private static final int SPARE = 8;

  private final DialectCodec client;
  private final DialectCodec provider;

  private Translation(DialectCodec client, DialectCodec provider) {
    this.client = client;
    this.provider = provider;
  }

  /// The translation between two dialects.
  ///
  /// @throws IllegalArgumentException if both dialects are the same: such calls pass as they are
  public static Translation of(WireDialect client, WireDialect provider) {
    if (client == provider) {
      throw new IllegalArgumentException("nothing to translate from " + client + " to itself");
    }
    return new Translation(client.codec(), provider.codec());
  }

  /// The result of translating a request.
  public sealed interface RequestResult permits Translated, Refused {}

  /// A request that cannot be carried: the client's error, 400.
  ///
  /// @param path the path of the property, in the client's dialect; empty for the whole request
  public record Refused(String path, String why) implements RequestResult {}

  /// Translates a client's request to what its provider is to get. Takes microseconds for a
  /// kilobyte.
  ///
  /// @param meter counts what is built beside `body`; all of it is garbage afterwards but for the
  ///   result
  /// @throws HeapMeter.NoRoomException if there is no room for what is built
  public RequestResult request(byte[] body, TargetRules rules, HeapMeter meter) {
    return request(body, this::named, rules, meter);
  }

  /// Checks a request whose body alone can name its model; in Gemini's dialect the path does.
  private HubRequest named(HubRequest request) {
    if (request.model().isEmpty() && !client.equals(WireDialect.GEMINI.codec())) {
      throw new Untranslatable("model", "a model's name is needed");
    }
    return request;
  }

  /// Translates the request of a client that says in the path of a call, not in its body, which
  /// model is to answer, and whether in events.
  ///
  /// @throws HeapMeter.NoRoomException if there is no room for what is built
  public RequestResult request(
      byte[] body, String model, boolean stream, TargetRules rules, HeapMeter meter) {
    return request(body, request -> request.asking(model, stream), rules, meter);
  }

  private RequestResult request(
      byte[] body, UnaryOperator<HubRequest> completed, TargetRules rules, HeapMeter meter) {
    try {
      HubRequest request = completed.apply(client.decodeRequest(body, meter));
      var names = new ToolNames(request.tools(), provider.toolNameMax());
      var losses = new Losses(rules.strict(), client.settingNames(request.settings()));
      byte[] translated = provider.encodeRequest(out(body, meter), request, rules, names, losses);
      return new Translated(client, provider, request, rules, names, translated, losses.paths());
    } catch (Untranslatable e) {
      return new Refused(e.path(), e.why());
    }
  }

  /// A writer with room for about as much as comes in, so that its buffer need not grow.
  static JsonOutput out(byte[] body, HeapMeter meter) {
    return new JsonOutput(body.length + body.length / SPARE, meter);
  }

  /// The meaning of a provider's error.
  public AnswerFault fault(int status, byte[] body) {
    return ErrorObject.in(body)
        .map(error -> provider.fault(status, error))
        .orElseGet(
            () ->
                new AnswerFault(
                    Statuses.kind(status), "The provider answered with status " + status));
  }

  /// The status of an error, in the client's dialect.
  public int status(AnswerFault fault) {
    return client.status(fault);
  }

  /// The body of an error, in the client's dialect.
  public byte[] errorBody(AnswerFault fault) {
    return client.errorBody(fault);
  }

  /// The limits that a provider's headers state, under the client's names; other headers are not
  /// looked at.
  ///
  /// @param headers the provider's headers, by their names in lower case
  /// @param now the current instant, for resets, which one dialect tells as instants and the other
  ///   as durations
  public Map<String, String> rateLimits(Map<String, String> headers, Instant now) {
    var translated = new LinkedHashMap<String, String>();
    client.putRates(provider.rates(headers, now), now, translated);
    return translated;
  }
}
