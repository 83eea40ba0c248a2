package dev.sluice.provider.assemble;

import dev.sluice.dialect.json.GrowableBytes;
import dev.sluice.provider.assemble.AssembledValue.Fields;
import io.netty.buffer.ByteBuf;
import java.util.List;

/// An assembler of a whole chat (`chat.completion`) or completion (`text_completion`) from its
/// chunks. Confined to one thread.
final class ChunkAssembler implements Assembler {
  private final MemoryMeter meter = new MemoryMeter();
  private final Merge merge = new Merge(meter);
  private final Fields answer = new Fields();
  private final GrowableBytes event = new GrowableBytes();
  private final WholeMembers members;
  private boolean tooLarge;

  ChunkAssembler(WholeMembers members) {
    this.members = members;
  }

  @Override
  public void data(byte[] a, int from, int to) {
    tooLarge |= to - from > EVENT_MAX - event.length();
    if (!tooLarge) {
      event.add(a, from, to);
    }
  }

  @Override
  public void event() {
    if (!tooLarge) {
      boolean fits = merge.chunk(answer, new ValueCursor(event.array(), 0));
      tooLarge = !fits || meter.tooMuch();
    }
    event.clear();
  }

  @Override
  public void skip() {
    event.clear();
  }

  @Override
  public long taken() {
    return meter.taken() + event.capacity();
  }

  @Override
  public boolean tooLarge() {
    return tooLarge;
  }

  @Override
  public boolean malformed() {
    return merge.malformed();
  }

  @Override
  public List<ByteBuf> answer() {
    return answer.members().isEmpty() ? List.of() : new ChunkWriter(members).write(answer);
  }
}
