package dev.sluice.provider.error;

import io.netty.buffer.ByteBuf;

/// A Bloom filter of the runs of [#RUN] characters in a text: it says that a phrase is not in the
/// text, or that it may be. It takes a bit or two for each byte of the text, and 4 KiB at most.
/// Phrases of a dozen characters and more that are not in the text are hardly ever taken for such
/// that are. Immutable.
final class TextSketch {
  private static final int RUN = 4;
  private static final int LEAST = 512;
  private static final int MOST = 32 * 1024;

  /// The golden ratio: runs that are alike are far from each other (Knuth, Fibonacci hashing).
  private static final int SPREAD = 0x9E3779B9;

  private final long[] bits;
  private final int shift;

  private TextSketch(int size) {
    this.bits = new long[size / Long.SIZE];
    this.shift = Integer.numberOfLeadingZeros(size - 1);
  }

  /// The sketch of what `json` says, in small letters.
  static TextSketch of(ByteBuf json) {
    int bytes = Math.clamp(json.readableBytes(), LEAST, MOST);
    var sketch = new TextSketch(Integer.highestOneBit(2 * bytes - 1));
    UnescapedJson.read(json, sketch.new Runs());
    return sketch;
  }

  /// Adds the runs of the characters that it takes.
  private final class Runs implements UnescapedJson.Characters {
    private int run;
    private int taken;

    @Override
    public void take(char c) {
      run = next(run, c);
      if (++taken >= RUN) {
        add(run);
      }
    }
  }

  /// The run that ends with `c`, of which those characters that came long ago are shifted out.
  private static int next(int run, char c) {
    return (run << (Integer.SIZE / RUN)) ^ c;
  }

  private int bit(int run) {
    return (run * SPREAD) >>> shift;
  }

  private void add(int run) {
    int bit = bit(run);
    bits[bit / Long.SIZE] |= 1L << bit;
  }

  private boolean has(int run) {
    int bit = bit(run);
    return (bits[bit / Long.SIZE] & (1L << bit)) != 0;
  }

  /// Whether `phrase` may be in the text.
  ///
  /// @param phrase in lower case
  boolean mayContain(String phrase) {
    int run = 0;
    for (int i = 0; i < phrase.length(); i++) {
      run = next(run, phrase.charAt(i));
      if (i >= RUN - 1 && !has(run)) {
        return false;
      }
    }
    return true;
  }
}
