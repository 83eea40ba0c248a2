package dev.sluice.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextWriterTest {
  @Test
  void marks_are_left_out_and_code_keeps_them() {
    assertThat(
            PlainTextWriter.plain(
                "**Keys** are in [`server.keys`](a.md#b), *always*; `a*b` and `[x](y)` stay, 2 *"
                    + " 3"))
        .isEqualTo("Keys are in `server.keys`, always; `a*b` and `[x](y)` stay, 2 * 3");
    assertThat(PlainTextWriter.plain("[Adoptium](https://adoptium.net)"))
        .isEqualTo("Adoptium (https://adoptium.net)");
    assertThat(PlainTextWriter.plain("([0009](../adr/0009-a-title.md))")).isEqualTo("(ADR 9)");
  }

  @Test
  void paragraphs_and_items_are_wrapped_and_code_is_not() {
    assertThat(
            text(
                """
                # A page

                [one](#one) · [two](#two)

                Words that go on, and
                on.

                1. first of all
                2. second
                   - an item within, which is long

                <!-- nobody reads this -->
                ```yaml
                key: a value that is longer than a line is
                ```
                """))
        .isEqualTo(
            """
            A page
            ======

            Words that go on,
            and on.

            1. first of all
            2. second
               - an item within,
                 which is long

                key: a value that is longer than a line is
            """);
  }

  @Test
  void a_table_has_columns_where_they_fit_and_entries_where_not() {
    String table =
        """
        | key | type | what it does |
        |---|---|---|
        | `a` | text | little |
        | `b` | | what takes more room than there is |
        """;
    assertThat(text(table, 60))
        .isEqualTo(
            """
            key  type  what it does
            ---------------------------------------------
            `a`  text  little
            `b`        what takes more room than there is
            """);
    assertThat(text(table, 40))
        .isEqualTo(
            """
            `a`
              type          text
              what it does  little

            `b`
              what it does  what takes more room
                            than there is
            """);
  }

  private static String text(String markdown) {
    return text(markdown, 20);
  }

  private static String text(String markdown, int width) {
    return String.join(
            "\n", PlainTextWriter.write(MarkdownReader.read(markdown.lines().toList()), width))
        + "\n";
  }
}
