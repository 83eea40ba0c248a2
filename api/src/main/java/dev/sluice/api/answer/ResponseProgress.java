package dev.sluice.api.answer;

import dev.sluice.api.openai.ResponseSoFar;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.dialect.json.JsonWalker;
import dev.sluice.dialect.sse.EventScanner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A watch over a stream of the Responses API as it passes, for what must be known of it if it
/// fails: the response that its first event introduces, and the number of its last event. Confined
/// to the loop.
final class ResponseProgress {
  private enum Part {
    ID,
    CREATED,
    MODEL
  }

  private static final JsonSelector<Part> SHAPE =
      JsonSelector.object(
          Map.of(
              "response",
              JsonSelector.object(
                  Map.of(
                      "id", JsonSelector.kept(Part.ID),
                      "created_at", JsonSelector.kept(Part.CREATED),
                      "model", JsonSelector.kept(Part.MODEL)))));
  private static final int DIGITS_MAX = 15;

  private final SequenceNumbers numbers = new SequenceNumbers();
  private String id;
  private String model;
  private long createdAt;

  /// Reads the first event that has a response in it; null when that has been read.
  private @Nullable EventScanner first;

  /// @param id the response's identifier until the stream says one
  /// @param model its model until then
  ResponseProgress(String id, String model) {
    this.id = id;
    this.model = model;
    this.first = new EventScanner(new Introduction());
  }

  /// Looks at a part of the stream, which stays the caller's.
  void read(ByteBuf bytes) {
    if (first != null) {
      byte[] part = ByteBufUtil.getBytes(bytes);
      first.feed(part, 0, part.length);
    }
    bytes.forEachByte(numbers);
  }

  /// The part of the response that has been sent by now.
  ResponseSoFar last() {
    return new ResponseSoFar(id, createdAt, model, numbers.last());
  }

  private final class Introduction implements EventScanner.Listener {
    private final JsonWalker<Part> json = new JsonWalker<>(SHAPE, this::found);
    private boolean introduced;

    @Override
    public void data(byte[] a, int from, int to) {
      json.feed(a, from, to);
    }

    @Override
    public boolean event(int end) {
      json.restart();
      if (introduced) {
        first = null;
      }
      return !introduced;
    }

    private void found(Part part, JsonWalker<Part> at) {
      if (part == Part.CREATED) {
        createdAt = seconds(at.raw());
      } else if (at.kind() == JsonKind.STRING) {
        introduced = true;
        say(part, JsonStrings.decode(at.text()));
      }
    }

    private void say(Part part, String text) {
      if (part == Part.ID) {
        id = text;
      } else {
        model = text;
      }
    }

    private static long seconds(String number) {
      boolean digits = !number.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9');
      return digits && number.length() <= DIGITS_MAX ? Long.parseLong(number) : 0;
    }
  }
}
