package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.SplittableRandom;

/// A unit vector that depends on its input alone. A shorter one points the same way: it is the
/// beginning of the longer one, brought to length 1, as with OpenAI's `dimensions`.
public final class Vector {
  /// Values are whole multiples of this, so that both encodings say the same.
  private static final int SCALE = 100_000_000;

  private final long[] scaled;

  /// The vector of a text, the same in every dialect.
  public static Vector of(String text, int dimensions) {
    return new Vector(Embeddings.hash(text.toCharArray(), 0, text.length()), dimensions);
  }

  /// The vector that a text has for a task, which is another one for each.
  ///
  /// @param task by a name of its own, whatever a vendor calls it; empty for none
  public static Vector of(String text, String task, int dimensions) {
    return of(task.isEmpty() ? text : task + '\n' + text, dimensions);
  }

  /// Makes the vector of these values, each rounded to a multiple of 0.00000001.
  ///
  /// @param values not to be changed any more
  public static Vector given(float... values) {
    double[] exact = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      exact[i] = values[i];
    }
    return new Vector(scaled(exact, SCALE));
  }

  private Vector(long[] scaled) {
    this.scaled = scaled;
  }

  /// The vector of one input.
  ///
  /// @param seed a hash of the input
  Vector(long seed, int dimensions) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[dimensions];
    double squares = 0;
    for (int i = 0; i < dimensions; i++) {
      values[i] = random.nextDouble() - 0.5;
      squares += values[i] * values[i];
    }
    scaled = scaled(values, SCALE / Math.max(Math.sqrt(squares), 1e-9));
  }

  private static long[] scaled(double[] values, double factor) {
    long[] scaled = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = Math.round(values[i] * factor);
    }
    return scaled;
  }

  /// Writes the vector as a list of numbers.
  public void decimals(Bytes out) {
    out.ascii("[");
    for (int i = 0; i < scaled.length; i++) {
      long value = Math.abs(scaled[i]);
      out.ascii(i > 0 ? "," : "").ascii(scaled[i] < 0 ? "-" : "").number(value / SCALE);
      out.ascii(".").padded((int) (value % SCALE), 8);
    }
    out.ascii("]");
  }

  /// Writes the vector as a list of whole numbers of one byte.
  public void bytes(Bytes out) {
    out.ascii("[");
    for (int i = 0; i < scaled.length; i++) {
      int value = (int) (scaled[i] * Byte.MAX_VALUE / SCALE);
      out.ascii(i > 0 ? "," : "").ascii(value < 0 ? "-" : "").number(Math.abs(value));
    }
    out.ascii("]");
  }

  /// Writes the vector as the bytes of its floats in Base64, the lowest byte first.
  public void base64(Bytes out) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * scaled.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : scaled) {
      bytes.putFloat((float) ((double) value / SCALE));
    }
    out.ascii("\"").put(Base64.getEncoder().encode(bytes.array())).ascii("\"");
  }
}
