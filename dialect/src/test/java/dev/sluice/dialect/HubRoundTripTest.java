package dev.sluice.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.codec.DialectCodec;
import dev.sluice.dialect.codec.EventDecoder;
import dev.sluice.dialect.codec.EventEncoder;
import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.OutputFormat;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.AnswerTerms;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.ModelFacts.Thinks;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import dev.sluice.dialect.rule.ToolNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Random conversations and answers go into each dialect and come back as they were.
class HubRoundTripTest {
  private static final int SEEDS = System.getProperty("sluice.long") == null ? 1_000 : 10_000;

  /// Every how many seeds an answer is cut at each byte; all of them arrive byte by byte once.
  private static final int CUT_EVERY = 500;

  private static final Seals SEALS = new Seals("d", "p", "m", "k");
  static final TargetRules RULES =
      new TargetRules(
          "m",
          new ModelFacts(0, 0, Thinks.YES, Set.of(), Set.of()),
          SEALS,
          0,
          ChatSurface.OPENAI,
          true,
          true);

  @ParameterizedTest
  @EnumSource
  void a_request_comes_back_as_it_was(WireDialect dialect) {
    DialectCodec codec = dialect.codec();
    for (long seed = 0; seed < SEEDS; seed++) {
      HubRequest request = Carried.by(dialect, new RandomHub(seed).request());
      byte[] body = encode(codec, request);
      HubRequest back =
          Carried.back(dialect, codec.decodeRequest(body, HeapMeter.unbounded()), request);
      assertThat(normal(back))
          .as("seed %d", seed)
          .isEqualTo(normal(Carried.arrived(dialect, request)));
      assertThat(encode(codec, request)).as("seed %d", seed).isEqualTo(body);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_answer_in_events_comes_back_as_it_was_however_it_is_cut(WireDialect dialect) {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<HubEvent> events = Carried.by(dialect, new RandomAnswer(seed).events());
      byte[] stream = stream(dialect, events);
      List<HubEvent> expected = normal(events);
      assertThat(read(dialect, stream, 1)).as("seed %d", seed).isEqualTo(expected);
      for (int cut = 2; seed % CUT_EVERY == 0 && cut <= stream.length; cut++) {
        assertThat(read(dialect, stream, cut)).as("seed %d", seed).isEqualTo(expected);
      }
    }
  }

  static byte[] encode(DialectCodec codec, HubRequest request) {
    var names = new ToolNames(request.tools(), codec.toolNameMax());
    return codec.encodeRequest(new JsonOutput(), request, RULES, names, new Losses(true, Map.of()));
  }

  /// Without what one dialect needs and the other does not say: a format's name and place.
  static HubRequest normal(HubRequest request) {
    Settings s = request.settings();
    OutputFormat format = s.format();
    OutputFormat bare =
        format == null ? null : new OutputFormat("", format.schema(), format.strict(), "");
    return new HubRequest(
        request.model(),
        request.stream(),
        request.stream(),
        request.system(),
        request.turns(),
        request.tools(),
        request.choice(),
        with(s, s.stop(), bare));
  }

  static Settings with(Settings s, List<String> stop, @Nullable OutputFormat format) {
    return new Settings(
        s.maxOutput(),
        s.temperature(),
        s.topP(),
        s.topK(),
        stop,
        s.endUser(),
        s.effort(),
        s.budget(),
        s.thinks(),
        format,
        s.tier(),
        s.extras());
  }

  static byte[] stream(WireDialect dialect, List<HubEvent> events) {
    var terms = new AnswerTerms(new ToolNames(List.of(), 64), "m", 0, true);
    EventEncoder encoder = dialect.codec().eventEncoder(terms, new HeldRoom(HeapMeter.unbounded()));
    events.forEach(encoder::accept);
    return encoder.take();
  }

  /// One for an answer of `provider` to a client of another dialect.
  static StreamTranslator translator(WireDialect client, WireDialect provider) {
    return translator(client, provider, HeapMeter.unbounded());
  }

  /// The same, with so much room.
  static StreamTranslator translator(WireDialect client, WireDialect provider, HeapMeter meter) {
    var terms = new AnswerTerms(new ToolNames(List.of(), 64), "m", 0, true);
    var room = new HeldRoom(meter);
    return StreamTranslator.of(
        new EventTranslator(
            sink -> provider.codec().eventDecoder(SEALS, sink, room),
            client.codec().eventEncoder(terms, room),
            room,
            new AnswerLosses(false)));
  }

  /// @param piece how many bytes arrive at once
  static List<HubEvent> read(WireDialect dialect, byte[] stream, int piece) {
    var events = new ArrayList<HubEvent>();
    EventDecoder decoder =
        dialect.codec().eventDecoder(SEALS, events::add, new HeldRoom(HeapMeter.unbounded()));
    var reader = new StreamEvents(data -> decoder.event(data, data.length));
    for (int from = 0; from < stream.length; from += piece) {
      reader.feed(stream, from, Math.min(stream.length, from + piece));
    }
    reader.end();
    decoder.end();
    return normal(events);
  }

  /// Ids without their beginning, seals without their content, neighbouring deltas joined.
  static List<HubEvent> normal(List<HubEvent> events) {
    var normal = new ArrayList<HubEvent>();
    for (HubEvent event : events) {
      switch (event) {
        case HubEvent.Start start ->
            normal.add(
                new HubEvent.Start(
                    start.id().substring(start.id().lastIndexOf('_') + 1).replace("chatcmpl-", ""),
                    start.model(),
                    TokenUsage.NONE));
        case HubEvent.Seal _ -> normal.add(new HubEvent.Seal(""));
        case HubEvent.Delta more when normal.getLast() instanceof HubEvent.Delta before ->
            normal.set(normal.size() - 1, new HubEvent.Delta(before.text() + more.text()));
        default -> normal.add(event);
      }
    }
    return normal;
  }
}
