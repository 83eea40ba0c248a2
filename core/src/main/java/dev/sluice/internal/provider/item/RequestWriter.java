package dev.sluice.internal.provider.item;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.internal.item.Item;
import dev.sluice.internal.item.RequestTemplate;
import java.util.List;

/// Writes requests.
final class RequestWriter {
  /// The offset of the model's name in them.
  static final int MODEL_START = "{\"model\":".length();

  private static final byte[] INPUT = ",\"input\":[".getBytes(US_ASCII);
  private static final byte[] END = "]}".getBytes(US_ASCII);

  private RequestWriter() {}

  static byte[] write(RequestTemplate template, List<Item> items) {
    int size = 1 + template.bytes().length + INPUT.length + items.size() - 1 + END.length;
    var out = new ByteWriter(size + items.stream().mapToInt(item -> item.json().length).sum());
    out.put('{').put(template.bytes()).put(INPUT);
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      out.put(items.get(i).json());
    }
    return out.put(END).bytes();
  }
}
