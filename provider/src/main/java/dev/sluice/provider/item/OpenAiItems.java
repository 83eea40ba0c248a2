package dev.sluice.provider.item;

import dev.sluice.call.Call;
import dev.sluice.call.item.BuiltRequest;
import dev.sluice.call.item.Item;
import dev.sluice.call.item.ItemCodec;
import dev.sluice.call.item.ItemResult;
import dev.sluice.call.item.ItemResults;
import dev.sluice.call.item.Items;
import dev.sluice.call.item.RequestTemplate;
import dev.sluice.call.item.ResponseTemplate;
import dev.sluice.call.item.UsageShare;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.WorkerPool;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Optional;

/// Items in OpenAI's dialect.
public final class OpenAiItems implements ItemCodec, DialectItems.Form {

  @Override
  public Optional<Items> read(Call call) {
    return switch (call.operation()) {
      case EMBEDDINGS, MODERATIONS ->
          call.body().size() > WorkerPool.LOOP_MAX
              ? Optional.empty()
              : new RequestParser(call.operation(), ByteBufUtil.getBytes(call.body().bytes()))
                  .items();
      default -> Optional.empty();
    };
  }

  @Override
  public BuiltRequest ask(RequestTemplate template, List<Item> items, RequestFacts like) {
    return RequestWriter.request(template, items, like);
  }

  @Override
  public Optional<ItemResults> split(RequestTemplate template, byte[] answer, int count) {
    return new AnswerParser(template.operation(), answer).parts(count);
  }

  @Override
  public byte[] join(ResponseTemplate envelope, List<ItemResult> parts, List<UsageShare> usage) {
    return new ItemAnswerWriter(envelope, usage).write(parts);
  }
}
