package dev.sluice.sim.unit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.gemini.RequestMembers;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReceivedRequest;
import dev.sluice.sim.wire.ReplyBody;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A call that is sold by units. A picture has as many bytes as it has points, speech a hundred for
/// each character, and a sound is a second long for each 4,000 bytes of its file.
public final class UnitCall implements ReadCall {
  private static final int CHARACTER = 100;
  private static final int SECOND = 4_000;
  private static final int PIECES = 4;
  private static final long IMAGE_TOKENS = 272;

  private final UnitKind kind;
  private final UnitFields fields;
  private final List<Ranking> ranking;
  private final RequestContent content;

  private UnitCall(UnitKind kind, UnitFields fields, List<Ranking> ranking, long tokens) {
    this.kind = kind;
    this.fields = fields;
    this.ranking = ranking;
    this.content = RequestContent.silent(fields.text("model"), tokens);
  }

  /// Reads a request.
  ///
  /// @throws Refusal if its vendor would refuse it
  public static UnitCall read(UnitKind kind, ReceivedRequest request) throws Refusal {
    UnitFields fields = UnitFields.of(request);
    if (kind.ranks()) {
      Ranking ranking = Ranking.read(kind, RequestMembers.read(request.body()));
      return new UnitCall(kind, fields, List.of(ranking), ranking.tokens());
    }
    String needed = kind == UnitKind.SPEECH ? "input" : "prompt";
    boolean prompts = kind == UnitKind.SPEECH || kind == UnitKind.IMAGES || kind == UnitKind.EDITS;
    if (prompts && fields.text(needed).isEmpty()) {
      throw new Refusal(OpenAiError.invalid(needed, null, "Missing required parameter: " + needed));
    }
    return new UnitCall(kind, fields, List.of(), 1 + fields.text(needed).length() / PIECES);
  }

  @Override
  public RequestContent content() {
    return content;
  }

  @Override
  public HttpReply answer(ModelTraits traits, List<Header> headers) {
    long first = traits.pace().first();
    if (kind.ranks()) {
      byte[] json = ranking.getFirst().json(traits.id(), content.model());
      return HttpReply.json(headers, first, json);
    }
    if (kind.hears()) {
      return heard(headers, first);
    }
    return kind == UnitKind.SPEECH ? spoken(headers, first) : drawn(traits, headers, first);
  }

  private HttpReply spoken(List<Header> headers, long first) {
    byte[] sound = bytes(CHARACTER * fields.text("input").length(), 7);
    List<Piece> pieces = new ArrayList<>();
    boolean events = fields.says("stream_format", "sse");
    for (int i = 0; i < PIECES; i++) {
      int from = sound.length * i / PIECES;
      byte[] part = Arrays.copyOfRange(sound, from, sound.length * (i + 1) / PIECES);
      byte[] sent = events ? event("speech.audio.delta", "audio", part, "") : part;
      pieces.add(Piece.data(i == 0 ? first : 0, sent));
    }
    if (events) {
      pieces.add(Piece.data(0, event("speech.audio.done", usage(9, 90))));
    }
    pieces.add(Piece.end(0, Ending.CLEAN));
    ReplyBody body = ReplyBody.of(pieces.toArray(Piece[]::new));
    return events
        ? HttpReply.events(headers, body)
        : HttpReply.streamed(headers, body).typed(type(fields.text("response_format")));
  }

  private static String type(String format) {
    return switch (format) {
      case "opus" -> "audio/opus";
      case "aac" -> "audio/aac";
      case "flac" -> "audio/flac";
      case "wav" -> "audio/wav";
      case "pcm" -> "audio/pcm";
      default -> "audio/mpeg";
    };
  }

  private HttpReply drawn(ModelTraits traits, List<Header> headers, long first) {
    int count = Math.max(1, number("n", 1));
    if (fields.says("stream", "true")) {
      return stream(headers, first);
    }
    Bytes out =
        new Bytes(4096).ascii("{\"created\":").number(traits.created()).ascii(",\"data\":[");
    for (int i = 0; i < count; i++) {
      out.ascii(i > 0 ? "," : "").ascii("{\"b64_json\":\"").put(picture(i)).ascii("\"}");
    }
    out.ascii("]");
    if (!content.model().startsWith("dall-e")) {
      out.ascii(usage(content.inputTokens(), IMAGE_TOKENS * count));
    }
    return HttpReply.json(headers, first, out.ascii("}").array());
  }

  private HttpReply stream(List<Header> headers, long first) {
    String name = kind == UnitKind.IMAGES ? "image_generation" : "image_edit";
    List<Piece> pieces = new ArrayList<>();
    int partial = number("partial_images", 1);
    for (int i = 0; i < partial; i++) {
      String index = ",\"partial_image_index\":" + i;
      byte[] event = event(name + ".partial_image", "b64_json", points(i), index);
      pieces.add(Piece.data(i == 0 ? first : 0, event));
    }
    String usage = usage(content.inputTokens(), IMAGE_TOKENS);
    pieces.add(Piece.data(0, event(name + ".completed", "b64_json", points(partial), usage)));
    pieces.add(Piece.end(0, Ending.CLEAN));
    return HttpReply.events(headers, ReplyBody.of(pieces.toArray(Piece[]::new)));
  }

  private HttpReply heard(List<Header> headers, long first) {
    long seconds = Math.ceilDiv(fields.fileBytes(), SECOND);
    String said = kind == UnitKind.TRANSLATIONS ? "Good day." : "Guten Tag.";
    return switch (fields.text("response_format")) {
      case "text", "srt", "vtt" ->
          HttpReply.whole(200, headers, first, (said + "\n").getBytes(UTF_8))
              .typed("text/plain; charset=utf-8");
      default ->
          fields.says("stream", "true")
              ? words(headers, first, said)
              : json(headers, first, said, seconds);
    };
  }

  private static HttpReply json(List<Header> headers, long first, String said, long seconds) {
    Bytes out = new Bytes(128).ascii("{\"text\":").quoted(said);
    out.ascii(",\"usage\":{\"type\":\"duration\",\"seconds\":").number(seconds).ascii("}}");
    return HttpReply.json(headers, first, out.array());
  }

  private static HttpReply words(List<Header> headers, long first, String said) {
    String usage = usage(40, 4);
    return HttpReply.events(
        headers,
        ReplyBody.of(
            Piece.data(first, event("transcript.text.delta", ",\"delta\":\"" + said + "\"")),
            Piece.data(0, event("transcript.text.done", ",\"text\":\"" + said + "\"" + usage)),
            Piece.end(0, Ending.CLEAN)));
  }

  private static byte[] event(String type, String more) {
    return event(type, "", new byte[0], more);
  }

  private static byte[] event(String type, String name, byte[] data, String more) {
    Bytes out = new Bytes(data.length * 2 + 256).ascii("event: ").ascii(type).ascii("\ndata: {");
    out.ascii("\"type\":").quoted(type);
    if (!name.isEmpty()) {
      out.ascii(",").quoted(name).ascii(":\"").put(Base64.getEncoder().encode(data)).ascii("\"");
    }
    return out.ascii(more).ascii("}\n\n").array();
  }

  private static String usage(long input, long output) {
    return ",\"usage\":{\"input_tokens\":%d,\"output_tokens\":%d,\"total_tokens\":%d}"
        .formatted(input, output, input + output);
  }

  private byte[] picture(int seed) {
    return Base64.getEncoder().encode(points(seed));
  }

  private byte[] points(int seed) {
    String[] sides = fields.text("size").split("x", -1);
    boolean sized =
        sides.length == 2 && sides[0].matches("\\d{1,5}") && sides[1].matches("\\d{1,5}");
    int points = sized ? Integer.parseInt(sides[0]) * Integer.parseInt(sides[1]) : 1 << 20;
    return bytes(points, seed);
  }

  private int number(String name, int otherwise) {
    String text = fields.text(name);
    return text.matches("\\d{1,4}") ? Integer.parseInt(text) : otherwise;
  }

  private static byte[] bytes(int count, int seed) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 31 + seed);
    }
    return bytes;
  }
}
