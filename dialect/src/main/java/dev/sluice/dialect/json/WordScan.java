package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// A pass over the words `true`, `false` and `null`.
final class WordScan {
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private byte[] word = NULL;
  private int matched;

  /// Begins a word.
  ///
  /// @param first the first letter of one of the three words
  public void begin(byte first) {
    word = first == 't' ? TRUE : first == 'f' ? FALSE : NULL;
    matched = 0;
  }

  /// Whether the whole word has been passed over.
  public boolean ended() {
    return matched == word.length;
  }

  /// Passes over the next piece of the word, `a` from `from` to `to`.
  ///
  /// @return the index just behind the word; `to` where it has not ended; the complement of the
  ///   index where it is flawed
  public int pass(byte[] a, int from, int to) {
    int i = from;
    while (i < to && matched < word.length) {
      if (a[i] != word[matched++]) {
        return ~i;
      }
      i++;
    }
    return i;
  }
}
