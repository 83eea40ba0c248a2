package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DelimitersTest {

  @Test
  void a_vector_is_passed_over_to_its_last_comma() {
    byte[] vector = "-0.0123,4.5e-05,1E+3,7,89,-1".getBytes(US_ASCII);
    assertThat(Delimiters.numbers(vector, 0, vector.length)).isEqualTo(vector.length - 2);
  }

  @Test
  void eight_bytes_at_a_time_find_what_one_at_a_time_finds() {
    Random random = new Random(3);
    for (int i = 0; i < 200_000; i++) {
      byte[] text = text(random);
      int from = random.nextInt(text.length);
      assertThat(Delimiters.numbers(text, from, text.length))
          .as(() -> new String(text, US_ASCII) + " from " + from)
          .isEqualTo(oneByOne(text, from));
    }
  }

  private static byte[] text(Random random) {
    String usual = "0123456789,,-.e";
    String others = "+/E]} \t\"[{:xn\u00ac";
    byte[] text = new byte[1 + random.nextInt(48)];
    for (int i = 0; i < text.length; i++) {
      boolean rare = random.nextInt(40) == 0;
      String from = rare ? others : usual;
      text[i] = (byte) from.charAt(random.nextInt(from.length()));
    }
    return text;
  }

  private static int oneByOne(byte[] a, int from) {
    int begin = from;
    while (begin < a.length && (a[begin] == '-' || (a[begin] >= '0' && a[begin] <= '9'))) {
      int i = begin + 1;
      while (i < a.length && !Delimiters.ends(a[i])) {
        i++;
      }
      if (i >= a.length || a[i] != ',') {
        return begin;
      }
      begin = i + 1;
    }
    return begin;
  }
}
