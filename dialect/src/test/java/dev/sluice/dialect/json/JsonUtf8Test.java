package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonUtf8Test {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "naïve café",
        "日本語",
        "😀",
        "\\ud83d\\ude00",
        "\\uD83D\\uDE00 and \\u0000",
        "\\\\ud800",
        "\\n\\t\\\"\\u00e9",
        "\\u12",
        "\\"
      })
  void valid_text_is_valid_wherever_it_stands(String text) {
    for (int before = 0; before < 20; before++) {
      byte[] bytes = ("x".repeat(before) + text + "y".repeat(before)).getBytes(UTF_8);
      assertThat(JsonUtf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "c0af",
        "c1bf",
        "c3",
        "c328",
        "e080af",
        "e0a0",
        "eda080",
        "edbfbf",
        "f08080af",
        "f4908080",
        "f5808080",
        "f09f98",
        "ff",
        "fe",
        "fc80808080af"
      })
  void malformed_utf_8_is_found_where_it_begins(String hex) {
    byte[] bad = HexFormat.of().parseHex(hex);
    for (int before = 0; before < 20; before++) {
      byte[] bytes = new byte[before + bad.length];
      Arrays.fill(bytes, (byte) 'a');
      System.arraycopy(bad, 0, bytes, before, bad.length);
      assertThat(JsonUtf8.firstInvalid(bytes, 0, bytes.length)).as(hex).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\ud800",
        "\\udc00",
        "\\ud83d\\n",
        "\\ud83dx",
        "\\ud83d\\ud83d",
        "\\uDFFF\\uD800"
      })
  void half_a_surrogate_pair_is_found(String escape) {
    byte[] bytes = ("{\"a\":\"" + escape + "\"}").getBytes(UTF_8);
    assertThat(JsonUtf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(6);
  }

  @Test
  void agrees_with_the_jdk_on_random_bytes() {
    Random random = new Random(7);
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = someBytes(random);
      assertThat(JsonUtf8.firstInvalid(bytes, 0, bytes.length) < 0)
          .as(() -> HexFormat.of().formatHex(bytes))
          .isEqualTo(decodes(bytes));
    }
  }

  @Test
  void agrees_with_a_reader_of_one_escape_after_the_other() {
    Random random = new Random(9);
    String[] pieces = {
      "\\\\", "\\n", "\\ud83d", "\\udE00", "\\u00e9", "u", "x", "é", "12345678", "\\"
    };
    for (int round = 0; round < 200_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(8); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      assertThat(JsonUtf8.firstInvalid(bytes, 0, bytes.length) < 0)
          .as(text.toString())
          .isEqualTo(paired(text.toString()));
    }
  }

  private static boolean paired(String text) {
    boolean high = false;
    for (int i = 0; i < text.length(); i++) {
      boolean unit = text.startsWith("\\u", i) && i + 6 <= text.length();
      String hex = unit ? text.substring(i + 2, i + 6) : "";
      boolean low = hex.equals("dE00");
      if (high != low) {
        return false;
      }
      high = hex.equals("d83d");
      if (unit && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
        i += 5;
      } else if (text.charAt(i) == '\\') {
        i++;
      }
    }
    return !high;
  }

  private static byte[] someBytes(Random random) {
    byte[] leads = {'a', (byte) 0xC3, (byte) 0xE2, (byte) 0xED, (byte) 0xF0, (byte) 0xF4};
    byte[] bytes = new byte[random.nextInt(20)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) ('a' + random.nextInt(26));
            case 1 -> leads[random.nextInt(leads.length)];
            case 2 -> (byte) (0x80 + random.nextInt(0x40));
            default -> (byte) (0x80 | random.nextInt(0x80));
          };
    }
    return bytes;
  }

  private static boolean decodes(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
