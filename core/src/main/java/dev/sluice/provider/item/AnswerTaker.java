package dev.sluice.provider.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Operation;
import dev.sluice.call.Span;
import dev.sluice.call.item.Envelope;
import dev.sluice.call.item.Part;
import dev.sluice.call.item.Parts;
import dev.sluice.provider.json.JsonKind;
import dev.sluice.provider.json.JsonWalker;
import dev.sluice.provider.json.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes one whole answer apart.
final class AnswerTaker implements JsonWalker.Listener<AnswerTaker.Found> {
  enum Found {
    LIST,
    PART,
    INDEX,
    EMBEDDING,
    MODEL,
    USAGE
  }

  private static final Shape<Found> EMBEDDINGS =
      answer(
          "data",
          Shape.objectTold(
              Found.PART,
              Map.of("index", Shape.kept(Found.INDEX), "embedding", Shape.told(Found.EMBEDDING))));

  private static final Shape<Found> MODERATIONS = answer("results", Shape.told(Found.PART));

  private final byte[] answer;
  private final boolean vectors;
  private final Places places = new Places();
  private Span list = Span.NONE;
  private Span usage = Span.NONE;
  private Span model = Span.NONE;
  private boolean odd;

  // What is known of the part at hand.
  private Span index = Span.NONE;
  private int place = Places.UNTOLD;
  private boolean filled;

  AnswerTaker(Operation operation, byte[] answer) {
    this.answer = answer;
    this.vectors = operation == Operation.EMBEDDINGS;
  }

  private static Shape<Found> answer(String list, Shape<Found> part) {
    return Shape.object(
        Map.of(
            list,
            Shape.array(Found.LIST, part),
            "model",
            Shape.told(Found.MODEL),
            "usage",
            Shape.told(Found.USAGE)));
  }

  /// @param asked for how many items it was asked
  Optional<Parts> parts(int asked) {
    var walker = new JsonWalker<>(vectors ? EMBEDDINGS : MODERATIONS, this);
    walker.feed(answer, 0, answer.length);
    if (!walker.complete() || odd || !list.present()) {
      return Optional.empty();
    }
    return UsageCounts.in(answer, usage)
        .map(counts -> new Parts(envelope(counts), places.of(asked), places.exact(asked)));
  }

  @Override
  public void found(Found what, JsonWalker<Found> at) {
    var span = new Span((int) at.start(), (int) at.end());
    switch (what) {
      case LIST -> {
        odd |= list.present() || at.kind() != JsonKind.ARRAY;
        list = span;
      }
      case USAGE -> {
        odd |= usage.present();
        usage = span;
      }
      case MODEL -> model = span;
      case INDEX -> {
        index = span;
        place = place(at);
      }
      case EMBEDDING -> filled = at.kind() != JsonKind.NULL && !at.empty();
      case PART -> part(at, span);
    }
  }

  private void part(JsonWalker<Found> at, Span span) {
    odd |= at.kind() != JsonKind.OBJECT;
    boolean means = vectors ? filled : !at.empty();
    places.add(place, means ? Optional.of(new Part(answer, span, index)) : Optional.empty());
    index = Span.NONE;
    place = Places.UNTOLD;
    filled = false;
  }

  private static int place(JsonWalker<Found> at) {
    try {
      int told = Integer.parseInt(at.raw());
      return told < 0 ? Places.NOWHERE : told;
    } catch (NumberFormatException e) {
      return Places.NOWHERE;
    }
  }

  /// The answer with its list emptied.
  private Envelope envelope(List<Span> counts) {
    int from = list.start() + 1;
    int to = list.end() - 1;
    var json = new ByteWriter(answer.length - (to - from));
    json.put(answer, 0, from).put(answer, to, answer.length);
    List<Span> moved =
        counts.stream().map(at -> at.start() < from ? at : moved(at, to - from)).toList();
    return new Envelope(json.bytes(), from, moved, kin(counts));
  }

  /// The model, and what is around the counts.
  private String kin(List<Span> counts) {
    var kin = new StringBuilder();
    text(kin, model.start(), model.end());
    int from = usage.start();
    for (Span count : counts) {
      text(kin, from, count.start());
      kin.append('0');
      from = count.end();
    }
    return text(kin, from, usage.end()).toString();
  }

  private StringBuilder text(StringBuilder to, int from, int end) {
    return from < 0 ? to : to.append(new String(answer, from, end - from, UTF_8));
  }

  private static Span moved(Span at, int by) {
    return new Span(at.start() - by, at.end() - by);
  }
}
