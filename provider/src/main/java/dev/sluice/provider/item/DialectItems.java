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
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import java.util.List;
import java.util.Optional;

/// Items in the dialect of the client that asks for them.
public final class DialectItems implements ItemCodec {
  /// The differences between the dialects; answers are joined alike in all dialects.
  interface Form {
    Optional<Items> read(Call call);

    BuiltRequest ask(RequestTemplate template, List<Item> items, RequestFacts like);

    Optional<ItemResults> split(RequestTemplate template, byte[] answer, int count);
  }

  private final Form openAi = new OpenAiItems();
  private final Form gemini = new GeminiItems();
  private final Form cohere = new CohereItems();

  private Form of(Operation operation) {
    return switch (operation) {
      case EMBED_CONTENT, BATCH_EMBED_CONTENTS -> gemini;
      case COHERE_EMBED -> cohere;
      default -> openAi;
    };
  }

  @Override
  public Optional<Items> read(Call call) {
    return of(call.operation()).read(call);
  }

  @Override
  public BuiltRequest ask(RequestTemplate template, List<Item> items, RequestFacts like) {
    return of(template.operation()).ask(template, items, like);
  }

  @Override
  public Optional<ItemResults> split(RequestTemplate template, byte[] answer, int count) {
    return of(template.operation()).split(template, answer, count);
  }

  @Override
  public byte[] join(ResponseTemplate envelope, List<ItemResult> parts, List<UsageShare> usage) {
    return new ItemAnswerWriter(envelope, usage).write(parts);
  }
}
