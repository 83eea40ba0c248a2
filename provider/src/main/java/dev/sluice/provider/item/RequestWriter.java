package dev.sluice.provider.item;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.call.item.BuiltRequest;
import dev.sluice.call.item.Item;
import dev.sluice.call.item.RequestTemplate;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.Streaming;
import io.netty.buffer.Unpooled;
import java.util.List;

/// A writer of requests.
final class RequestWriter {
  /// The offset of the model's name in every request that is written.
  static final int MODEL_START = "{\"model\":".length();

  private static final byte[] END = "]}".getBytes(US_ASCII);

  private RequestWriter() {}

  /// Returns the request that asks for `items` as `template` does.
  static BuiltRequest request(RequestTemplate template, List<Item> items, RequestFacts like) {
    var facts =
        new RequestFacts(
            like.model(),
            MODEL_START,
            MODEL_START + template.modelLength(),
            false,
            false,
            like.maxTokens(),
            false,
            Streaming.UNSAID,
            like.reuse(),
            RequestFacts.Attached.NONE,
            false,
            RequestFacts.State.NONE,
            1,
            PricedExtras.NONE,
            RequestFacts.Cloud.NONE);
    return new BuiltRequest(
        template.operation(), Unpooled.wrappedBuffer(write(template, items)), facts);
  }

  private static byte[] write(RequestTemplate template, List<Item> items) {
    byte[] input = (",\"" + RequestParser.input(template.operation()) + "\":[").getBytes(US_ASCII);
    int size = 1 + template.bytes().length + input.length + items.size() - 1 + END.length;
    var out = new ByteWriter(size + items.stream().mapToInt(item -> item.json().length).sum());
    out.put('{').put(template.bytes()).put(input);
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      out.put(items.get(i).json());
    }
    return out.put(END).bytes();
  }
}
