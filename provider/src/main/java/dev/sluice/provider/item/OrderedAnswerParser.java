package dev.sluice.provider.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.item.ItemResult;
import dev.sluice.call.item.ItemResults;
import dev.sluice.call.item.ResponseTemplate;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.Span;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A parser that takes one whole answer of Gemini's or Cohere's dialect apart, where the order
/// alone says which input a vector belongs to. What is kept around the vectors is what these APIs
/// document; an echo of the inputs is left out.
final class OrderedAnswerParser implements JsonWalker.Listener<OrderedAnswerParser.Found> {
  enum Found {
    PART,
    VALUES,
    USAGE,
    META,
    ID,
    // Lists of vectors of one type.
    FLOAT,
    INT8,
    UINT8,
    BINARY,
    UBINARY,
    BASE64;

    /// The name of the type whose list it is.
    String type() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String COHERE_BEGINNING =
      ",\"response_type\":\"embeddings_by_type\",\"embeddings\":{\"";

  private static final JsonSelector<Found> VECTOR =
      JsonSelector.objectTold(Found.PART, Map.of("values", JsonSelector.reported(Found.VALUES)));
  private static final JsonSelector<Found> GEMINI =
      JsonSelector.object(
          Map.of(
              "embedding", VECTOR,
              "embeddings", JsonSelector.array(VECTOR),
              "usageMetadata", JsonSelector.reported(Found.USAGE)));

  private static final JsonSelector<Found> COHERE =
      JsonSelector.object(
          Map.of(
              "id", JsonSelector.kept(Found.ID),
              "embeddings", JsonSelector.object(types()),
              "meta",
                  JsonSelector.objectTold(
                      Found.META, Map.of("billed_units", JsonSelector.reported(Found.USAGE)))));

  private final Operation operation;
  private final byte[] answer;
  private final ItemPositions positions = new ItemPositions();
  private Span usage = Span.NONE;
  private Span meta = Span.NONE;
  private String id = "\"\"";

  /// The type of the only list of vectors; empty where no list has been found.
  private String type = "";

  private boolean odd;
  private boolean filled;

  OrderedAnswerParser(Operation operation, byte[] answer) {
    this.operation = operation;
    this.answer = answer;
  }

  private static Map<String, JsonSelector<Found>> types() {
    Map<String, JsonSelector<Found>> types = new HashMap<>();
    for (Found type : EnumSet.range(Found.FLOAT, Found.BASE64)) {
      types.put(type.type(), JsonSelector.array(type, JsonSelector.reported(Found.PART)));
    }
    return types;
  }

  /// The parts of the answer, one for each item; empty if it is no answer to such a request.
  ///
  /// @param count the number of items that the request asked for
  Optional<ItemResults> parts(int count) {
    var walker = new JsonWalker<>(isCohere() ? COHERE : GEMINI, this);
    walker.feed(answer, 0, answer.length);
    boolean one = operation == Operation.EMBED_CONTENT && count != 1;
    if (!walker.complete() || odd || one || (isCohere() && type.isEmpty())) {
      return Optional.empty();
    }
    return UsageCounts.in(answer, usage)
        .map(
            counts ->
                new ItemResults(envelope(counts), positions.of(count), positions.exact(count)));
  }

  private boolean isCohere() {
    return operation == Operation.COHERE_EMBED;
  }

  @Override
  public void found(Found what, JsonWalker<Found> walker) {
    var span = new Span((int) walker.start(), (int) walker.end());
    switch (what) {
      case VALUES -> filled = walker.kind() == JsonKind.ARRAY && !walker.empty();
      case PART -> part(span, isCohere() ? isVector(walker) : filled);
      case USAGE -> usage(span);
      case META -> meta(span);
      case ID -> id = walker.raw().isEmpty() ? id : walker.raw();
      case FLOAT, INT8, UINT8, BINARY, UBINARY, BASE64 -> type(what, walker);
    }
  }

  private void part(Span span, boolean means) {
    var part = new ItemResult(answer, span, Span.NONE);
    odd |= !positions.add(ItemPositions.UNSTATED, means ? Optional.of(part) : Optional.empty());
    filled = false;
  }

  /// Whether the current value is a vector: numbers, or their bytes in base64.
  private static boolean isVector(JsonWalker<Found> walker) {
    return !walker.empty() && (walker.kind() == JsonKind.ARRAY || walker.kind() == JsonKind.STRING);
  }

  private void usage(Span span) {
    odd |= usage.present();
    usage = span;
  }

  /// Takes the object around Cohere's usage, which is found before it.
  private void meta(Span span) {
    odd |= meta.present();
    meta = span;
  }

  /// Takes the type of a list of vectors. Two lists, each of another type, cannot be taken apart.
  private void type(Found list, JsonWalker<Found> walker) {
    if (walker.kind() != JsonKind.NULL) {
      odd |= !type.isEmpty() || walker.kind() != JsonKind.ARRAY;
      type = list.type();
    }
  }

  private String text(int from, int to) {
    return new String(answer, from, to - from, UTF_8);
  }

  /// The answer with its list of parts emptied.
  private ResponseTemplate envelope(List<Span> counts) {
    Span kept = isCohere() ? meta : usage;
    String before = before();
    String behind = kept.present() ? behind() + keptName() : behind();
    String told = kept.present() ? text(kept.start(), kept.end()) : "";
    int at = before.getBytes(UTF_8).length;
    int moved = at + behind.length() - Math.max(0, kept.start());
    List<Span> places =
        counts.stream().map(count -> new Span(count.start() + moved, count.end() + moved)).toList();
    byte[] json = (before + behind + told + "}").getBytes(UTF_8);
    return new ResponseTemplate(json, at, places, kin(counts, kept));
  }

  private String before() {
    return switch (operation) {
      case EMBED_CONTENT -> "{\"embedding\":";
      case COHERE_EMBED -> "{\"id\":" + id + COHERE_BEGINNING + type + "\":[";
      default -> "{\"embeddings\":[";
    };
  }

  private String behind() {
    return switch (operation) {
      case EMBED_CONTENT -> "";
      case COHERE_EMBED -> "]}";
      default -> "]";
    };
  }

  private String keptName() {
    return isCohere() ? ",\"meta\":" : ",\"usageMetadata\":";
  }

  /// The key of answers whose parts may be joined: the text around the counts.
  private String kin(List<Span> counts, Span kept) {
    var kin = new StringBuilder(type);
    int from = kept.start();
    for (Span count : counts) {
      kin.append(text(from, count.start())).append('0');
      from = count.end();
    }
    return kept.present() ? kin.append(text(from, kept.end())).toString() : kin.toString();
  }
}
