package dev.sluice.provider.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.sluice.call.Call;
import dev.sluice.call.item.BuiltRequest;
import dev.sluice.call.item.Item;
import dev.sluice.call.item.ItemResults;
import dev.sluice.call.item.Items;
import dev.sluice.call.item.RequestTemplate;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Items in Gemini's dialect: the contents of requests that ask the same of each. Requests for one
/// vector are sent together with requests for one, those for several together with those for
/// several; together they are a batch.
final class GeminiItems implements DialectItems.Form {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  /// The bytes of text for each token, at the least: no tokenizer needs a token for every byte, and
  /// few texts have one for every second.
  private static final int BYTES_PER_TOKEN = 2;

  /// One request of a batch, taken apart.
  ///
  /// @param rest all properties but model and content, in an order of their own
  @SuppressWarnings("ArrayRecordComponent")
  private record One(String rest, byte[] content) {}

  @Override
  public Optional<Items> read(Call call) {
    if (call.body().size() > WorkerPool.LOOP_MAX) {
      return Optional.empty();
    }
    byte[] body = ByteBufUtil.getBytes(call.body().bytes());
    List<One> all = requests(call.operation(), body);
    List<String> rests = all.stream().map(One::rest).distinct().toList();
    if (rests.size() != 1) {
      return Optional.empty();
    }
    byte[] rest = rests.getFirst().getBytes(UTF_8);
    var template = new RequestTemplate(call.operation(), RequestTemplate.Form.TEXTS, rest, 0);
    return Optional.of(new Items(template, all.stream().map(one -> item(one.content())).toList()));
  }

  private static Item item(byte[] content) {
    return new Item(content, content.length, Math.ceilDiv(content.length, BYTES_PER_TOKEN));
  }

  /// Reads the requests in `body`; none where it holds anything else, or is beyond the bounds of
  /// the parser.
  private static List<One> requests(Operation operation, byte[] body) {
    try (JsonParser in = JSON.createParser(body)) {
      in.nextToken();
      return operation == Operation.EMBED_CONTENT
          ? one(in, body).stream().toList()
          : batch(in, body);
    } catch (StreamConstraintsException beyondBounds) {
      return List.of();
    } catch (IOException e) {
      throw new IllegalStateException("a request that was scanned is not JSON", e);
    }
  }

  private static List<One> batch(JsonParser in, byte[] body) throws IOException {
    if (in.nextToken() != JsonToken.FIELD_NAME
        || !in.currentName().equals("requests")
        || in.nextToken() != JsonToken.START_ARRAY) {
      return List.of();
    }
    List<One> all = new ArrayList<>();
    while (in.nextToken() == JsonToken.START_OBJECT) {
      Optional<One> one = one(in, body);
      if (one.isEmpty()) {
        return List.of();
      }
      all.add(one.get());
    }
    boolean ends =
        in.currentToken() == JsonToken.END_ARRAY && in.nextToken() == JsonToken.END_OBJECT;
    return ends ? all : List.of();
  }

  /// Reads the object that the parser is at; empty where it has no content.
  private static Optional<One> one(JsonParser in, byte[] body) throws IOException {
    Map<String, String> rest = new TreeMap<>();
    byte[] content = {};
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      byte[] value = raw(in, body);
      switch (name) {
        case "model" -> {}
        case "content" -> content = value;
        default -> rest.put(name, new String(value, UTF_8));
      }
    }
    String others =
        rest.entrySet().stream()
            .map(entry -> JsonStrings.quote(entry.getKey()) + ":" + entry.getValue())
            .collect(Collectors.joining(","));
    return content.length == 0 ? Optional.empty() : Optional.of(new One(others, content));
  }

  /// The bytes of the current value as it was written.
  private static byte[] raw(JsonParser in, byte[] body) throws IOException {
    int start = (int) in.currentTokenLocation().getByteOffset();
    in.skipChildren();
    in.finishToken();
    return Arrays.copyOfRange(body, start, (int) in.currentLocation().getByteOffset());
  }

  @Override
  public BuiltRequest ask(RequestTemplate template, List<Item> items, RequestFacts like) {
    String rest = new String(template.bytes(), UTF_8);
    String before =
        Stream.of("\"model\":" + JsonStrings.quote("models/" + like.model()), rest)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(",", "{", ",\"content\":"));
    byte[] each = before.getBytes(UTF_8);
    int bytes = items.stream().mapToInt(item -> item.json().length + each.length + 2).sum();
    var out = new ByteWriter("{\"requests\":[]}".length() + bytes - 1);
    out.put("{\"requests\":[".getBytes(UTF_8));
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      out.put(each).put(items.get(i).json()).put('}');
    }
    byte[] body = out.put(']').put('}').bytes();
    return new BuiltRequest(
        Operation.BATCH_EMBED_CONTENTS, Unpooled.wrappedBuffer(body), facts(body, like));
  }

  private static RequestFacts facts(byte[] body, RequestFacts like) {
    var scanner = new RequestScanner(Operation.BATCH_EMBED_CONTENTS, like.model(), false);
    scanner.add(body, 0, body.length);
    try {
      return scanner.facts();
    } catch (InvalidRequest e) {
      throw new IllegalStateException("a request that was put together is none", e);
    }
  }

  @Override
  public Optional<ItemResults> split(RequestTemplate template, byte[] answer, int count) {
    return new OrderedAnswerParser(template.operation(), answer).parts(count);
  }
}
