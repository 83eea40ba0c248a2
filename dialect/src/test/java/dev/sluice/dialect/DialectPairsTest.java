package dev.sluice.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.json.HeapMeter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random conversations and answers go through each pair of a client's and a provider's dialect and
/// lose nothing on the way.
class DialectPairsTest {
  private static final int SEEDS = System.getProperty("sluice.long") == null ? 150 : 400;

  /// A client's dialect and its provider's.
  record Pair(WireDialect client, WireDialect provider) {
    /// Neither of them can carry more than Gemini where one of them is Gemini.
    private WireDialect narrower() {
      return client == WireDialect.GEMINI ? client : provider;
    }
  }

  static Stream<Pair> pairs() {
    return Stream.of(WireDialect.values())
        .flatMap(
            client ->
                Stream.of(WireDialect.values())
                    .filter(provider -> provider != client)
                    .map(provider -> new Pair(client, provider)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void a_request_comes_through(Pair pair) {
    var translation = Translation.of(pair.client, pair.provider);
    for (long seed = 0; seed < SEEDS; seed++) {
      HubRequest any = new RandomHub(seed).request();
      HubRequest asked = carried(pair, any);
      byte[] body = HubRoundTripTest.encode(pair.client.codec(), asked);
      var result =
          pair.client == WireDialect.GEMINI
              ? translation.request(
                  body, "m", asked.stream(), HubRoundTripTest.RULES, HeapMeter.unbounded())
              : translation.request(body, HubRoundTripTest.RULES, HeapMeter.unbounded());
      assertThat(result).as("seed %d", seed).isInstanceOf(Translated.class);
      HubRequest got =
          pair.provider.codec().decodeRequest(((Translated) result).body(), HeapMeter.unbounded());
      assertThat(normal(pair, got.asking("m", asked.stream())))
          .as("seed %d", seed)
          .isEqualTo(normal(pair, asked));
    }
  }

  /// What the client says in another way is what the provider has to carry.
  private static HubRequest carried(Pair pair, HubRequest any) {
    HubRequest said = Carried.by(pair.client, any);
    return Carried.by(pair.client, Carried.by(pair.provider, said));
  }

  private static HubRequest normal(Pair pair, HubRequest request) {
    return HubRoundTripTest.normal(Carried.arrived(pair.narrower(), request));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void an_answer_in_events_comes_through_byte_by_byte(Pair pair) {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<HubEvent> events = Carried.by(pair.narrower(), new RandomAnswer(seed).events());
      byte[] stream = HubRoundTripTest.stream(pair.provider, events);
      byte[] translated = translated(pair, stream);
      List<HubEvent> expected = new ArrayList<>(HubRoundTripTest.normal(events));
      assertThat(HubRoundTripTest.read(pair.client, translated, 1))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  private static byte[] translated(Pair pair, byte[] stream) {
    StreamTranslator events = HubRoundTripTest.translator(pair.client, pair.provider);
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < stream.length; i++) {
      out.writeBytes(events.feed(stream, i, i + 1));
    }
    out.writeBytes(events.end());
    assertThat(events.fault()).isEmpty();
    return out.toByteArray();
  }
}
