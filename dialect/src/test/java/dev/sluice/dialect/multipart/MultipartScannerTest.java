package dev.sluice.dialect.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Forms in parts, cut anywhere, honest and hostile.
class MultipartScannerTest {
  private static final String B = "XbX";

  /// A part as it was found.
  private record Found(PartHead head, String content, long start, long end) {}

  /// Collects the parts.
  private static final class Parts implements MultipartScanner.Listener {
    private final List<Found> all = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private PartHead head = new PartHead("", false, "", "", "");

    @Override
    public void begins(PartHead next) {
      head = next;
      content.reset();
    }

    @Override
    public void content(byte[] a, int from, int to) {
      content.write(a, from, to - from);
    }

    @Override
    public void ends(long start, long end) {
      all.add(new Found(head, content.toString(ISO_8859_1), start, end));
    }
  }

  private static List<Found> scan(byte[] body, String boundary, int... cuts) throws MultipartFlaw {
    var parts = new Parts();
    var scanner = new MultipartScanner(boundary, parts);
    int from = 0;
    for (int cut : cuts) {
      scanner.feed(body, from, cut);
      from = cut;
    }
    scanner.feed(body, from, body.length);
    scanner.finish();
    return parts.all;
  }

  private static String part(String name, String content) {
    return "--"
        + B
        + "\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\n\r\n"
        + content
        + "\r\n";
  }

  private static final String END = "--" + B + "--\r\n";

  @Test
  void parts_are_the_same_however_the_form_is_cut() throws MultipartFlaw {
    String content = "a\r\n--Xb\r\r\n-\r\n--X\r\n\r\n--XbY\n--Xb\r--Xb";
    byte[] body = (part("first", content) + part("model", "gpt-image-1") + END).getBytes(UTF_8);
    List<Found> whole = scan(body, B);
    assertThat(whole).extracting(Found::content).containsExactly(content, "gpt-image-1");
    Found model = whole.getLast();
    assertThat(new String(body, (int) model.start(), (int) (model.end() - model.start()), UTF_8))
        .isEqualTo("gpt-image-1");
    for (int one = 0; one <= body.length; one++) {
      for (int two = one; two <= body.length; two += 3) {
        assertThat(scan(body, B, one, two)).as("cut at %d and %d", one, two).isEqualTo(whole);
      }
    }
  }

  @Test
  void random_contents_of_the_delimiters_own_bytes_come_out_as_they_went_in() throws Exception {
    var random = new SplittableRandom(46);
    for (int round = 0; round < 3_000; round++) {
      String boundary = random.nextBoolean() ? "--" : "aab";
      var content = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        content.append("\r\n-ab".charAt(random.nextInt(5)));
      }
      if (content.indexOf("--" + boundary) >= 0) {
        continue;
      }
      String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=x\r\n\r\n";
      byte[] body = (head + content + "\r\n--" + boundary + "--").getBytes(UTF_8);
      int one = random.nextInt(body.length);
      int two = one + random.nextInt(body.length - one);
      List<Found> found = scan(body, boundary, one, two);
      assertThat(found).as("round %d", round).hasSize(1);
      assertThat(found.getFirst().content()).as("round %d", round).isEqualTo(content.toString());
      assertThat(found.getFirst().start()).isEqualTo(head.length());
      assertThat(found.getFirst().end()).isEqualTo(head.length() + content.length());
    }
  }

  @Test
  void a_head_says_name_file_type_and_charset() throws MultipartFlaw {
    String body =
        "--XbX\r\ncontent-disposition: form-data; filename=\"a;b'c\"; NAME=file\r\n"
            + "X-Other: 1\r\nContent-Type: Text/Plain; charset=\"UTF-8\"\r\n\r\n\r\n"
            + END
            + " \t\r\n";
    assertThat(scan(body.getBytes(UTF_8), B))
        .extracting(Found::head)
        .containsExactly(new PartHead("file", true, "a;b'c", "text/plain", "utf-8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                                            | must begin with the boundary
          preamble@--XbX@                                               | must begin with the boundary
          @--XbX@Content-Disposition: form-data; name=a@@x@--XbX--      | must begin with the boundary
          --Xb                                                          | must begin with the boundary
          --XbX@Content-Disposition: form-data; name=a@@x               | no end behind part 1
          --XbX@Content-Disposition: form-data; name=a@@x@--XbX         | no end behind part 1
          --XbX@Content-Disposition: form-data; name=a@@x@--XbX@        | no end behind part 2
          --XbX@@x@--XbX--                                              | part 1 of the form has no name
          --XbX@Content-Type: text/plain@@x@--XbX--                     | part 1 of the form has no name
          --XbX@Content-Disposition: form-data@@x@--XbX--               | has no name
          --XbX@Content-Disposition: form-data; name=""@@x@--XbX--      | must have one name
          --XbX@Content-Disposition: form-data; name=a; name=b@@x@--XbX-- | take differently
          --XbX@Content-Disposition: form-data; name="mo\\del"@@x@--XbX-- | take differently
          --XbX@Content-Disposition: form-data; name="mo%64el"@@x@--XbX-- | must have one name
          --XbX@Content-Disposition: form-data; name=é@@x@--XbX--       | must have one name
          --XbX@Content-Disposition: form-data; name*=utf-8''model@@x@--XbX-- | RFC 7578
          --XbX@Content-Disposition: attachment; name=a@@x@--XbX--      | must be form-data
          --XbX@Content-Disposition: form-data; name=a@Content-Disposition: form-data; name=b@@x@--XbX-- | one Content-Disposition
          --XbX@Content-Disposition: form-data; name=a@Content-Transfer-Encoding: base64@@x@--XbX-- | Content-Transfer-Encoding
          --XbX@Content-Disposition: form-data; name=a@ folded@@x@--XbX-- | is no header
          --XbX@no header@@x@--XbX--                                    | is no header
          --XbX@Content-Disposition: form-data; name=a@@x@--XbXY@@--XbX-- | something stands behind the boundary
          --XbX-@                                                       | something stands behind the boundary
          --XbX @Content-Disposition: form-data; name=a@@x@--XbX--      | something stands behind the boundary
          --XbX@Content-Disposition: form-data; name=a@@x@--XbX--@--XbX | behind the form's end
          --XbX@Content-Disposition: form-data; name=a@@x@--XbX--junk   | behind the form's end
          --XbX@Content-Disposition: form-data; name=a@@--XbX@@x@--XbX-- | inside part 1
          --XbX@Content-Disposition: form-data; name=a@@x#--XbX@@x@--XbX-- | inside part 1
          --XbX@Content-Disposition: form-data; name=a@@x%--XbX@@x@--XbX-- | inside part 1
          --XbX@Content-Disposition: form-data; name=a@@#--XbX@@x@--XbX-- | inside part 1
          --XbX@Content-Disposition: form-data; name=a@X: --XbX@@x@--XbX-- | inside part 1
          --XbX@Content-Disposition : form-data; name=a@@x@--XbX--      | is no header
          --XbX@Content-Disposition: form-data; name=a@X: a#name=b@@x@--XbX-- | is no header
          --XbX@Content-Disposition: form-data; name=a;@@x@--XbX--      | take differently
          --XbX@Content-Disposition: form-data; name = a@@x@--XbX--     | take differently
          --XbX@Content-Disposition: form-data; name="a@@x@--XbX--      | take differently
          --XbX@Content-Disposition: form-data; name=a"b"@@x@--XbX--    | take differently
          --XbX@Content-Disposition: form-data; name="a"b@@x@--XbX--    | take differently
          --XbX@Content-Disposition: form-data; x=y; name=a@@x@--XbX--  | has `x` in its Content-Disposition
          --XbX@Content-Disposition: form-data; x="name=model"; name=a@@x@--XbX-- | has `x` in its Content-Disposition
          --XbX@Content-Disposition: form-data; filename="; name=model"; name=a@@x@--XbX-- | rename the file
          --XbX@Content-Disposition: form-data; name=a; filename=x; filename=y@@x@--XbX-- | take differently
          --XbX@Content-Disposition: form-data; name=a@Content-Type: text/plain; charset = utf-16@@x@--XbX-- | take differently
          --XbX@Content-Disposition: form-data; name=a@Content-Type: text/plain; charset=utf-16; charset=utf-8@@x@--XbX-- | take differently
          --XbX@Content-Disposition: form-data; name=a@Content-Type: text/plain@Content-Type: text/plain@@x@--XbX-- | two Content-Types
          """)
  void a_form_with_a_flaw_is_refused_in_words(String body, String words) {
    byte[] bytes =
        (body == null ? "" : body)
            .replace("@", "\r\n")
            .replace('#', '\n')
            .replace("%-", "\r-")
            .getBytes(UTF_8);
    assertThatThrownBy(() -> scan(bytes, B))
        .isInstanceOf(MultipartFlaw.class)
        .hasMessageContaining(words);
  }

  /// By the rules of CPython's `email.message`, in which `\"` does not close a quote wherever it
  /// stands, this part is the model.
  @Test
  void no_second_name_is_smuggled_past_by_quotes_that_readers_count_differently() {
    String head =
        "--XbX\r\nContent-Disposition: form-data; x=\"\\\\\"; name=\"prompt\"; y=\"; name=\"model\"";
    assertThatThrownBy(() -> scan((head + "\r\n\r\nx\r\n" + END).getBytes(UTF_8), B))
        .hasMessageContaining("take differently");
  }

  @Test
  void a_boundary_inside_a_part_is_found_wherever_the_form_is_cut() {
    byte[] body = (part("a", "x-\n---XbX\n") + END).getBytes(UTF_8);
    for (int cut = 0; cut <= body.length; cut++) {
      int at = cut;
      assertThatThrownBy(() -> scan(body, B, at)).hasMessageContaining("inside part 1");
    }
  }

  /// Contents long enough to be passed over by whole windows, with a line that is not looked for at
  /// every place of them, and the boundary itself.
  @Test
  void nothing_is_passed_over_in_long_contents() throws Exception {
    String boundary = "----SluiceBoundary0123456789";
    String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=x\r\n\r\n";
    String end = "\r\n--" + boundary + "--";
    String near = "\r\n--" + boundary.substring(1);
    for (int at = 0; at < 300; at++) {
      String content = noise(at) + near + noise(300 - at);
      byte[] body = (head + content + end).getBytes(ISO_8859_1);
      for (int cut : new int[] {0, head.length() + at, head.length() + at + near.length() / 2}) {
        List<Found> found = scan(body, boundary, cut);
        assertThat(found).as("at %d, cut at %d", at, cut).hasSize(1);
        assertThat(found.getFirst().content()).isEqualTo(content);
      }
      String hidden = noise(at) + "--" + boundary + noise(300 - at);
      byte[] flawed = (head + hidden + end).getBytes(ISO_8859_1);
      assertThatThrownBy(() -> scan(flawed, boundary))
          .as("at %d", at)
          .hasMessageContaining("inside part 1");
    }
  }

  private static String noise(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  @Test
  void parts_and_heads_are_bounded() {
    String many = part("a", "x").repeat(10_000) + END;
    assertThatThrownBy(() -> scan(many.getBytes(UTF_8), B)).hasMessageContaining("256 parts");
    String head = "--XbX\r\nX: " + "y".repeat(100_000) + "\r\n\r\n";
    assertThatThrownBy(() -> scan(head.getBytes(UTF_8), B)).hasMessageContaining("4096 bytes");
    String padding = "--XbX" + " ".repeat(100_000);
    assertThatThrownBy(() -> scan(padding.getBytes(UTF_8), B)).hasMessageContaining("behind");
  }

  @Test
  void what_is_kept_does_not_grow_with_a_part() throws MultipartFlaw {
    var parts =
        new MultipartScanner.Listener() {
          private long bytes;

          @Override
          public void begins(PartHead head) {}

          @Override
          public void content(byte[] a, int from, int to) {
            bytes += to - from;
          }

          @Override
          public void ends(long start, long end) {}
        };
    var scanner = new MultipartScanner(B, parts);
    byte[] head = part("file", "").replaceFirst("\r\n$", "").getBytes(UTF_8);
    scanner.feed(head, 0, head.length);
    byte[] piece = "\r\n--Xb".repeat(10_000).getBytes(UTF_8);
    int before = scanner.capacity();
    for (int i = 0; i < 1_000; i++) {
      scanner.feed(piece, 0, piece.length);
    }
    assertThat(scanner.capacity()).isEqualTo(before).isLessThan(16 * 1024);
    assertThat(parts.bytes).isBetween(1_000L * piece.length - 8, 1_000L * piece.length);
  }
}
