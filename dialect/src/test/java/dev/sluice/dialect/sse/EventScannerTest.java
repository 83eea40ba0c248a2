package dev.sluice.dialect.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventScannerTest {
  private final List<String> told = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private boolean goOn = true;

  private final EventScanner.Listener listener =
      new EventScanner.Listener() {
        @Override
        public void data(byte[] a, int from, int to) {
          data.write(a, from, to - from);
        }

        @Override
        public boolean event(int end) {
          told.add((scanner.named("error") ? "error:" : "") + data.toString(UTF_8));
          data.reset();
          return goOn;
        }
      };

  private EventScanner scanner = new EventScanner(listener);

  private List<String> scan(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    scanner.feed(bytes, 0, bytes.length);
    return told;
  }

  @Test
  void events_end_with_a_blank_line_of_any_kind() {
    assertThat(scan("data: a\n\ndata: b\r\rdata: c\r\n\r\ndata: d\n\r\ndata: e\n\rdata: f"))
        .containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void lines_of_data_are_joined() {
    assertThat(scan("data: a\ndata: b\ndata\ndata:\n\n")).containsExactly("a\nb\n\n");
  }

  @Test
  void one_space_after_the_colon_is_dropped() {
    assertThat(scan("data:a\n\ndata:  b\n\n")).containsExactly("a", " b");
  }

  @Test
  void names_belong_to_their_event() {
    assertThat(scan("event: error\ndata: a\n\ndata: b\n\nevent:error\ndata: c\n\n"))
        .containsExactly("error:a", "b", "error:c");
  }

  @Test
  void a_later_name_wins() {
    assertThat(scan("event: ping\nevent: error\ndata: a\n\n")).containsExactly("error:a");
  }

  @Test
  void comments_and_unknown_fields_have_no_data() {
    assertThat(scan(": OPENROUTER PROCESSING\n\nid: 7\nretry: 3\ndatum: x\nxdata: y\n\n"))
        .containsExactly("", "");
  }

  @Test
  void a_name_of_which_only_the_end_is_right_is_unknown() {
    assertThat(scan("01234567data: x\nxxxxdata: y\ndata: z\n\n")).containsExactly("z");
  }

  @Test
  void blank_lines_alone_are_no_events() {
    assertThat(scan("\n\n\r\n\rdata: a\n\n\n\n")).containsExactly("a");
  }

  @Test
  void a_byte_order_mark_at_the_start_is_no_part_of_a_field() {
    assertThat(scan("\uFEFFdata: a\n\n\uFEFFdata: b\n\n")).containsExactly("a", "");
  }

  @Test
  void tells_where_the_last_complete_event_ends() {
    byte[] bytes = "data: a\n\n: c\r\n\r\ndata: b\n".getBytes(UTF_8);
    assertThat(scanner.feed(bytes, 0, bytes.length)).isEqualTo(16);
    assertThat(scanner.feed(bytes, 0, 1)).isEqualTo(-1);
  }

  @Test
  void a_line_feed_that_arrives_late_belongs_to_the_event_before() {
    byte[] bytes = "data: a\r\n\r\ndata: b".getBytes(UTF_8);
    assertThat(scanner.feed(bytes, 0, 10)).isEqualTo(10);
    assertThat(scanner.feed(bytes, 10, 11)).isEqualTo(11);
    assertThat(scanner.feed(bytes, 11, bytes.length)).isEqualTo(-1);
  }

  @Test
  void tells_nothing_after_it_was_stopped() {
    goOn = false;
    byte[] bytes = "data: a\n\ndata: b\n\n".getBytes(UTF_8);
    assertThat(scanner.feed(bytes, 0, bytes.length)).isEqualTo(-1);
    scanner.end();
    assertThat(told).containsExactly("a");
  }

  @Test
  void an_event_without_its_blank_line_counts_at_the_end() {
    scan("data: a\n\ndata: [DONE]");
    scanner.end();
    assertThat(told).containsExactly("a", "[DONE]");
    scanner.end();
    assertThat(told).hasSize(2);
  }

  @Test
  void finds_the_same_at_every_cut() {
    byte[] text =
        "\uFEFF: hi\r\n\r\ndata: {\"é\":\"😀\"}\n\nevent: error\r\ndata:a\r\ndata: b\r\n\r\ndata: c\r\rdata\n\n"
            .getBytes(UTF_8);
    scanner.feed(text, 0, text.length);
    List<String> whole = List.copyOf(told);
    assertThat(whole).containsExactly("", "{\"é\":\"😀\"}", "error:a\nb", "c", "");
    for (int cut = 0; cut <= text.length; cut++) {
      reset();
      scanner.feed(text, 0, cut);
      scanner.feed(text, cut, text.length);
      assertThat(told).as("cut at %d", cut).isEqualTo(whole);
    }
    reset();
    for (int i = 0; i < text.length; i++) {
      scanner.feed(text, i, i + 1);
    }
    assertThat(told).isEqualTo(whole);
  }

  @Test
  void agrees_with_the_standard_read_line_by_line_on_random_streams() {
    Random random = new Random(5);
    String[] pieces = {
      "data:",
      "data: x",
      "data",
      "event: e",
      ": c",
      "id: 1",
      "\n",
      "\n",
      "\r",
      "\r\n",
      "\n\n",
      " ",
      "é"
    };
    for (int round = 0; round < 50_000; round++) {
      reset();
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      for (int at = 0, next; at < bytes.length; at = next) {
        next = Math.min(bytes.length, at + 1 + random.nextInt(6));
        scanner.feed(bytes, at, next);
      }
      assertThat(told).as(text.toString()).isEqualTo(byTheStandard(text.toString()));
    }
  }

  private void reset() {
    told.clear();
    data.reset();
    scanner = new EventScanner(listener);
  }

  /// The standard's algorithm, on a whole text; an event without data is told as empty.
  private static List<String> byTheStandard(String text) {
    List<String> events = new ArrayList<>();
    StringBuilder data = new StringBuilder();
    boolean begun = false;
    String[] lines = text.split("\r\n|\r|\n", -1);
    for (int i = 0; i < lines.length - 1; i++) {
      if (lines[i].isEmpty()) {
        if (begun) {
          events.add(data.isEmpty() ? "" : data.substring(0, data.length() - 1));
        }
        data.setLength(0);
        begun = false;
        continue;
      }
      begun = true;
      int colon = lines[i].indexOf(':');
      String field = colon < 0 ? lines[i] : lines[i].substring(0, colon);
      String value = colon < 0 ? "" : lines[i].substring(colon + 1);
      if (field.equals("data")) {
        data.append(value.startsWith(" ") ? value.substring(1) : value).append('\n');
      }
    }
    return events;
  }
}
