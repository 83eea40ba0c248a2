package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.Translated.AnswerResult;
import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.HeapMeter;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// What comes out of a case: its sections that begin with `->`.
final class GoldenRun {
  /// For the answers that tell when they were made.
  static final long CREATED = 1_700_000_000;

  /// What stands for the end of a stream that fails.
  static final String FAILED = "! ";

  private final GoldenCase given;
  private final Translation translation;
  private final Map<String, String> out = new LinkedHashMap<>();

  private GoldenRun(GoldenCase given) {
    this.given = given;
    translation = given.translation();
  }

  static Map<String, String> of(GoldenCase given) {
    if (given.passes()) {
      return passed(given);
    }
    var run = new GoldenRun(given);
    run.run();
    return run.out;
  }

  /// What a provider of the client's own dialect gets: the same bytes but for foreign seals.
  private static Map<String, String> passed(GoldenCase given) {
    Unsealed unsealed = given.unsealed().orElseThrow();
    return Map.of(
        "-> request",
        new String(unsealed.body(), UTF_8),
        "-> dropped",
        String.join(",", unsealed.dropped()) + "\n");
  }

  private void run() {
    switch (given.ask()) {
      case Translation.Refused(String path, String why) ->
          out.put("-> refusal", path + ": " + why + "\n");
      case Translated call -> {
        put("-> request", call.body());
        if (!call.dropped().isEmpty()) {
          out.put("-> dropped", String.join(",", call.dropped()) + "\n");
        }
        answers(call);
      }
    }
  }

  private void answers(Translated call) {
    byte[] answer = given.bytes("answer");
    if (answer != null) {
      switch (call.answer(answer, CREATED, HeapMeter.unbounded())) {
        case AnswerResult.Whole whole -> put("-> answer", whole.body());
        case AnswerResult.Failed failed -> put("-> answer", translation.errorBody(failed.fault()));
      }
    }
    byte[] stream = given.bytes("stream");
    if (stream != null) {
      out.put("-> stream", stream(call, stream, stream.length));
    }
    error();
  }

  /// The whole of what a client gets, when the stream arrives in two parts.
  static String stream(Translated call, byte[] stream, int cut) {
    StreamTranslator events = StreamTranslator.of(call.events(CREATED, HeapMeter.unbounded()));
    var client = new ByteArrayOutputStream();
    client.writeBytes(events.feed(stream, 0, cut));
    client.writeBytes(events.feed(stream, cut, stream.length));
    client.writeBytes(events.end());
    events.fault().ifPresent(fault -> client.writeBytes(failed(fault)));
    return client.toString(UTF_8);
  }

  /// A stream that fails is told of by the server, in the words of the client's dialect.
  static byte[] failed(AnswerFault fault) {
    return (FAILED + fault.kind() + " " + fault.message() + "\n").getBytes(UTF_8);
  }

  private void error() {
    String error = given.sections().get("error");
    if (error != null) {
      String[] parts = error.strip().split(" ", 2);
      var fault = translation.fault(Integer.parseInt(parts[0]), parts[1].getBytes(UTF_8));
      out.put(
          "-> error",
          translation.status(fault) + " " + new String(translation.errorBody(fault), UTF_8) + "\n");
    }
  }

  private void put(String section, byte[] body) {
    out.put(section, new String(body, UTF_8) + "\n");
  }
}
