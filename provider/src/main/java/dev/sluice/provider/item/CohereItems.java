package dev.sluice.provider.item;

import dev.sluice.call.Call;
import dev.sluice.call.item.BuiltRequest;
import dev.sluice.call.item.Item;
import dev.sluice.call.item.ItemResults;
import dev.sluice.call.item.Items;
import dev.sluice.call.item.RequestTemplate;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.WorkerPool;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Optional;

/// Items in Cohere's dialect: texts, whose vectors are wanted in one type.
final class CohereItems implements DialectItems.Form {
  @Override
  public Optional<Items> read(Call call) {
    return call.body().size() > WorkerPool.LOOP_MAX
        ? Optional.empty()
        : new RequestParser(Operation.COHERE_EMBED, ByteBufUtil.getBytes(call.body().bytes()))
            .items();
  }

  @Override
  public BuiltRequest ask(RequestTemplate template, List<Item> items, RequestFacts like) {
    return RequestWriter.request(template, items, like);
  }

  @Override
  public Optional<ItemResults> split(RequestTemplate template, byte[] answer, int count) {
    return new OrderedAnswerParser(template.operation(), answer).parts(count);
  }
}
