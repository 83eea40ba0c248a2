package dev.sluice.provider.assemble;

import dev.sluice.dialect.json.GrowableBytes;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An assembler that finds the whole answer of the Responses API, which the last event of its
/// stream holds. Confined to one thread.
final class ResponseAssembler implements Assembler {
  private static final Set<String> LAST =
      Set.of("response.completed", "response.incomplete", "response.failed");
  private static final byte[] NOTHING = {};

  private enum Part {
    TYPE,
    RESPONSE
  }

  private static final JsonSelector<Part> EVENT =
      JsonSelector.object(
          Map.of(
              "type", JsonSelector.kept(Part.TYPE),
              "response", JsonSelector.reported(Part.RESPONSE)));

  private final JsonWalker<Part> json = new JsonWalker<>(EVENT, this::found);
  private final GrowableBytes event = new GrowableBytes();
  private String type = "";
  private int start;
  private int end;
  private byte[] answer = NOTHING;
  private boolean tooLarge;

  @Override
  public void data(byte[] a, int from, int to) {
    tooLarge |= to - from > EVENT_MAX - event.length();
    if (!tooLarge) {
      event.add(a, from, to);
      json.feed(a, from, to);
    }
  }

  private void found(Part part, JsonWalker<Part> walker) {
    switch (part) {
      case TYPE -> type = walker.text();
      case RESPONSE -> {
        start = (int) walker.start();
        end = walker.kind() == JsonKind.OBJECT ? (int) walker.end() : start;
      }
    }
  }

  @Override
  public void event() {
    if (LAST.contains(type) && end > start) {
      answer = Arrays.copyOfRange(event.array(), start, end);
    }
    skip();
  }

  @Override
  public void skip() {
    event.clear();
    json.restart();
    type = "";
    start = 0;
    end = 0;
  }

  @Override
  public long taken() {
    return (long) answer.length + event.capacity();
  }

  @Override
  public boolean tooLarge() {
    return tooLarge;
  }

  @Override
  public List<ByteBuf> answer() {
    return answer.length == 0 ? List.of() : List.of(Unpooled.wrappedBuffer(answer));
  }
}
