package dev.sluice.dialect.embed;

import static dev.sluice.dialect.embed.EmbeddingProperties.malformed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.sluice.dialect.embed.EmbeddingRequest.Asked;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds vectors where they lie in an answer, whose lists of numbers a reader has passed over, and
/// writes them as a client wants them. A list stays the list that it is, to the digit; base64 is
/// made of the numbers as OpenAI makes it: floats of four bytes, the lowest first, and one byte for
/// each number of another type.
final class Vectors {
  /// Its buffers belong to no thread: threads of calls end with their call, and an application's
  /// would keep them, and our classes, for ever.
  private static final JsonFactory NUMBERS =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .build();

  /// The factor for base64: bytes are written as a third more letters, which stand in an array and
  /// then in a string.
  private static final long BASE64 = 4;

  /// The heap bytes of the position of a vector.
  private static final long VECTOR = 40;

  private Vectors() {}

  /// @param asked the part of the request that says how vectors are wanted
  static void write(JsonOutput out, RawVector vector, Asked asked) {
    String text = vector.base64();
    if (text == null && !asked.base64()) {
      out.raw(vector.in(), vector.start(), vector.end());
    } else if (text == null) {
      int bytes = (asked.numbers() == NumberType.FLOAT ? Float.BYTES : 1) * count(vector);
      long size = BASE64 * HeapMeter.array(bytes);
      out.meter().add(size);
      out.string(base64(vector, asked.numbers(), bytes));
      out.meter().back(out.meter().built() - size);
    } else if (asked.base64()) {
      out.string(text);
    } else {
      throw malformed("it is in base64, which was not asked for");
    }
  }

  private static String base64(RawVector vector, NumberType type, int size) {
    boolean floats = type == NumberType.FLOAT;
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    int length = vector.end() - vector.start();
    try (JsonParser numbers = NUMBERS.createParser(vector.in(), vector.start(), length)) {
      numbers.nextToken();
      for (JsonToken token = numbers.nextToken();
          token != JsonToken.END_ARRAY;
          token = numbers.nextToken()) {
        put(bytes, numbers, floats);
      }
    } catch (IOException e) {
      throw malformed("it is no list of numbers");
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static void put(ByteBuffer bytes, JsonParser number, boolean floats) throws IOException {
    if (!number.currentToken().isNumeric()) {
      throw malformed("it is no list of numbers");
    }
    if (floats) {
      bytes.putFloat(number.getFloatValue());
    } else {
      bytes.put((byte) number.getIntValue());
    }
  }

  /// Reads a vector as numbers, of base64 as floats of four bytes.
  static float[] floats(RawVector vector, HeapMeter meter) {
    String text = vector.base64();
    if (text != null) {
      return floats(text, meter);
    }
    int count = count(vector);
    meter.add(HeapMeter.array((long) Float.BYTES * count));
    float[] floats = new float[count];
    int length = vector.end() - vector.start();
    try (JsonParser numbers = NUMBERS.createParser(vector.in(), vector.start(), length)) {
      numbers.nextToken();
      for (int i = 0; i < count; i++) {
        floats[i] = number(numbers);
      }
    } catch (IOException e) {
      throw malformed("it is no list of numbers");
    }
    return floats;
  }

  private static float number(JsonParser numbers) throws IOException {
    if (!numbers.nextToken().isNumeric()) {
      throw malformed("it is no list of numbers");
    }
    return numbers.getFloatValue();
  }

  private static float[] floats(String base64, HeapMeter meter) {
    meter.add(HeapMeter.array(2L * base64.length()));
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      float[] floats = new float[bytes.remaining() / Float.BYTES];
      bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
      return floats;
    } catch (IllegalArgumentException e) {
      throw malformed("it is no base64");
    }
  }

  /// The number of numbers in a list that is not empty.
  private static int count(RawVector list) {
    int count = 1;
    for (int i = list.start(); i < list.end(); i++) {
      count += list.in()[i] == ',' ? 1 : 0;
    }
    return count;
  }

  /// Finds the list that is this value.
  static RawVector list(@Nullable JsonNode value, byte[] body) {
    if (value == null || !value.is(JsonKind.ARRAY)) {
      throw malformed("one is missing");
    }
    return list(body, value.start(), value.end());
  }

  /// Finds the lists in the list that is this value.
  static List<RawVector> lists(JsonNode value, byte[] body) {
    List<RawVector> lists = new ArrayList<>();
    int start = -1;
    for (int i = value.start() + 1; i < value.end() - 1; i++) {
      if (body[i] == '[') {
        start = start < 0 ? i : start;
      } else if (body[i] == ']') {
        value.counting(VECTOR);
        lists.add(list(body, start, i + 1));
        start = -1;
      } else if (start < 0 && body[i] != ',' && body[i] > ' ') {
        throw malformed("one is missing");
      }
    }
    return lists;
  }

  private static RawVector list(byte[] body, int start, int end) {
    boolean empty = true;
    for (int i = start + 1; i < end - 1 && empty; i++) {
      empty = body[i] <= ' ';
    }
    if (start < 0 || empty) {
      throw malformed("one is empty");
    }
    return new RawVector(body, start, end, null);
  }
}
