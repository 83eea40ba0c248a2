package dev.sluice.provider.item;

import dev.sluice.call.Call;
import dev.sluice.call.Facts;
import dev.sluice.call.Streaming;
import dev.sluice.call.item.Asking;
import dev.sluice.call.item.Charge;
import dev.sluice.call.item.Envelope;
import dev.sluice.call.item.Frame;
import dev.sluice.call.item.Item;
import dev.sluice.call.item.ItemCodec;
import dev.sluice.call.item.Items;
import dev.sluice.call.item.Part;
import dev.sluice.call.item.Parts;
import dev.sluice.provider.openai.RequestScanner;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;

/// Items in OpenAI's dialect.
public final class OpenAiItems implements ItemCodec {

  @Override
  public Optional<Items> read(Call call) {
    return switch (call.operation()) {
      case EMBEDDINGS, MODERATIONS ->
          call.body().size() > RequestScanner.LOOP_MAX
              ? Optional.empty()
              : new RequestTaker(call.operation(), ByteBufUtil.getBytes(call.body().bytes()))
                  .items();
      case CHAT, COMPLETIONS, RESPONSES -> Optional.empty();
    };
  }

  @Override
  public Asking ask(Frame frame, List<Item> items, Facts like) {
    int modelStart = RequestWriter.MODEL_START;
    var facts =
        new Facts(
            like.model(),
            modelStart,
            modelStart + frame.modelLength(),
            false,
            false,
            like.maxTokens(),
            false,
            Streaming.UNSAID,
            like.reuse());
    return new Asking(Unpooled.wrappedBuffer(RequestWriter.write(frame, items)), facts);
  }

  @Override
  public Optional<Parts> split(Frame frame, byte[] answer, int asked) {
    return new AnswerTaker(frame.operation(), answer).parts(asked);
  }

  @Override
  public byte[] join(Envelope envelope, List<Part> parts, List<Charge> usage) {
    return new AnswerWriter(envelope, usage).write(parts);
  }
}
