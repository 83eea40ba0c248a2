package dev.sluice.provider.error;

import static dev.sluice.provider.error.SecretForm.fold;
import static dev.sluice.provider.error.SecretForm.isBase64;

import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A search for any of many secrets in one pass over a text: Rabin and Karp's rolling hash of the
/// last eight characters leads to the forms that begin with them. The time grows with the text, and
/// not with the number of secrets. A beginning of eight characters or more is found as well where
/// it was cut off ([CutText]). Immutable.
///
/// Limitations: a secret that repeats itself may be compared anew at each character of a text that
/// does so too, which takes the length of the one times that of the other.
final class SecretSearch {
  private static final int WINDOW = SecretForm.SHORTEST;
  private static final int BASE = 31;

  /// The weight of the character that leaves the window of the hash.
  private static final int LEAVES = weight();

  /// The capacity of the table for each form: a quarter of the table is in use, at most.
  private static final int SPARSE = 4;

  /// The forms by the hash of their beginning; null where no form has that hash.
  private final SecretForm[] @Nullable [] table;

  /// The listener for the positions of secrets, in the order of their first eight characters.
  @FunctionalInterface
  interface Found {
    void at(int from, int to);
  }

  SecretSearch(List<SecretForm> forms) {
    table = new SecretForm[Integer.highestOneBit(Math.max(1, forms.size() * SPARSE)) << 1][];
    forms.forEach(this::put);
  }

  private static int weight() {
    int weight = 1;
    for (int i = 0; i < WINDOW; i++) {
      weight *= BASE;
    }
    return weight;
  }

  private void put(SecretForm form) {
    int hash = 0;
    for (int i = 0; i < WINDOW; i++) {
      hash = hash * BASE + form.text().charAt(i);
    }
    int slot = slot(hash);
    SecretForm[] others = table[slot];
    SecretForm[] all =
        others == null ? new SecretForm[1] : Arrays.copyOf(others, others.length + 1);
    all[all.length - 1] = form;
    table[slot] = all;
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 15)) & (table.length - 1);
  }

  /// Reports the secrets in `text`, also such as are broken into lines, as base64 often is.
  void search(CharSequence text, Found found) {
    searchOnce(text, found);
    if (text.chars().anyMatch(SecretSearch::isBreak)) {
      searchJoined(text, found);
    }
  }

  /// Searches the text with its lines joined. Lines may be indented.
  private void searchJoined(CharSequence text, Found found) {
    char[] joined = new char[text.length()];
    int[] positions = new int[text.length()];
    int length = 0;
    boolean indent = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      indent = isBreak(c) || (indent && (c == ' ' || c == '\t'));
      if (!indent) {
        joined[length] = c;
        positions[length++] = i;
      }
    }
    searchOnce(
        CharBuffer.wrap(joined, 0, length),
        (from, to) -> found.at(positions[from], positions[to - 1] + 1));
  }

  private static boolean isBreak(int c) {
    return c == '\n' || c == '\r';
  }

  private void searchOnce(CharSequence text, Found found) {
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = hash * BASE + fold(text.charAt(i));
      int from = i + 1 - WINDOW;
      if (from > 0) {
        hash -= LEAVES * fold(text.charAt(from - 1));
      }
      SecretForm[] forms = from < 0 ? null : table[slot(hash)];
      if (forms != null) {
        compare(forms, text, from, found);
      }
    }
  }

  private static void compare(SecretForm[] forms, CharSequence text, int from, Found found) {
    for (SecretForm form : forms) {
      int same = same(form.text(), text, from);
      int end = from + same;
      if (same == form.text().length()) {
        boolean more = form.behind() && end < text.length();
        show(form, text, from, more && isBase64(text.charAt(end)) ? end + 1 : end, found);
      } else if (same >= WINDOW) {
        int cut = CutText.end(text, end, form.encoded());
        show(form, text, from, cut, found);
      }
    }
  }

  /// The number of characters of `form` that stand at `from`.
  private static int same(String form, CharSequence text, int from) {
    int most = Math.min(form.length(), text.length() - from);
    int same = 0;
    while (same < most && fold(text.charAt(from + same)) == form.charAt(same)) {
      same++;
    }
    return same;
  }

  /// Reports a secret, with the character in front of it that holds a part of it.
  ///
  /// @param to the end of the secret; -1 where there is none
  private static void show(SecretForm form, CharSequence text, int from, int to, Found found) {
    boolean more = form.before() && from > 0 && isBase64(text.charAt(from - 1));
    if (to >= 0) {
      found.at(more ? from - 1 : from, to);
    }
  }
}
