package dev.sluice.sim.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Builds an array of bytes; the renderers' pen. Confined to one thread.
public final class Bytes {
  private static final HexFormat HEX = HexFormat.of();

  private byte[] array;
  private int size;

  public Bytes(int capacity) {
    array = new byte[capacity];
  }

  /// Appends these bytes as they are.
  public Bytes put(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, array, size, bytes.length);
    size += bytes.length;
    return this;
  }

  /// Appends text that is known to be ASCII.
  public Bytes ascii(String text) {
    int length = text.length();
    room(length);
    for (int i = 0; i < length; i++) {
      array[size++] = (byte) text.charAt(i);
    }
    return this;
  }

  /// Appends a number in decimal.
  public Bytes number(long value) {
    if (value < 0) {
      return ascii(Long.toString(value));
    }
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    room(digits);
    long rest = value;
    for (int i = size + digits - 1; i >= size; i--) {
      array[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
    return this;
  }

  /// Appends a number in decimal, with zeros in front up to so many digits.
  public Bytes padded(int value, int digits) {
    room(digits);
    int rest = value;
    for (int i = size + digits - 1; i >= size; i--) {
      array[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
    return this;
  }

  /// Appends text as a JSON string, quotes included.
  public Bytes quoted(String text) {
    return ascii("\"").put(escaped(text)).ascii("\"");
  }

  /// Appends a JSON string, or `null`.
  public Bytes quotedOrNull(@Nullable String text) {
    return text == null ? ascii("null") : quoted(text);
  }

  /// Text as it stands inside a JSON string, in UTF-8.
  public static byte[] escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || (Character.isSurrogate(c) && lone(text, i))) {
            out.append("\\u").append(HEX.toHexDigits(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The written bytes, as an array of its own.
  public byte[] array() {
    return size == array.length ? array : Arrays.copyOf(array, size);
  }

  @Override
  public String toString() {
    return new String(array, 0, size, StandardCharsets.UTF_8);
  }

  private void room(int more) {
    if (size + more > array.length) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
    }
  }

  private static boolean lone(String text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
  }
}
