package dev.sluice.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {
  private static final String HEAD = "TIMESTAMP,ContextTokens,GeneratedTokens\n";

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("traffic.csv"), text);
  }

  private void refused(String text, String message) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> TraceFile.read(file))
        .isInstanceOf(TraceException.class)
        .hasMessage(message.replace("FILE", file.toString()));
  }

  @Test
  void arrivals_count_from_the_first_one() throws IOException {
    Trace trace =
        TraceFile.read(
            file(
                HEAD
                    + "2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:50.9951690,396,109\n"));
    assertThat(trace.name()).isEqualTo("traffic");
    assertThat(trace.arrivals())
        .containsExactly(new Arrival(0, 374, 44), new Arrival(4_314_579_000L, 396, 109));
  }

  @Test
  void columns_may_stand_anywhere_and_others_are_passed_over() throws IOException {
    Trace trace =
        TraceFile.read(
            file("user,GeneratedTokens,TIMESTAMP,ContextTokens\r\na,1,0.5,2\r\nb,3,1.25,4\r\n"));
    assertThat(trace.arrivals())
        .containsExactly(new Arrival(0, 2, 1), new Arrival(750_000_000L, 4, 3));
  }

  @Test
  void instants_may_have_offsets() throws IOException {
    Trace trace =
        TraceFile.read(
            file(
                HEAD
                    + "2024-05-10 00:00:00.009930+00:00,1,1\n"
                    + "2024-05-10T02:00:01.009930+02:00,1,1\n"
                    + "2024-05-10T00:00:02.009930Z,1,1\n"));
    assertThat(trace.arrivals())
        .extracting(Arrival::at)
        .containsExactly(0L, 1_000_000_000L, 2_000_000_000L);
  }

  @Test
  void rows_out_of_order_are_put_in_order() throws IOException {
    Trace trace = TraceFile.read(file(HEAD + "7,2,2\n5,1,1\n"));
    assertThat(trace.arrivals()).extracting(Arrival::input).containsExactly(1L, 2L);
  }

  @Test
  void remarks_and_empty_lines_do_not_count() throws IOException {
    Trace trace = TraceFile.read(file("# from somewhere\n\n" + HEAD + "\n5,1,1\n# more\n6,1,1\n"));
    assertThat(trace.arrivals()).hasSize(2);
  }

  @Test
  void a_missing_column_is_named() throws IOException {
    refused(
        "TIMESTAMP,ContextTokens,Tokens\n1,2,3\n",
        "FILE:1: there is no column GeneratedTokens; the first line must name TIMESTAMP,"
            + " ContextTokens and GeneratedTokens");
  }

  @Test
  void a_cell_that_is_no_number_is_named_with_its_line_and_column() throws IOException {
    refused(
        HEAD + "5,1,1\n6,many,1\n",
        "FILE:3: ContextTokens: `many` is no number of tokens; write 0 to 999999999");
  }

  @Test
  void a_negative_number_of_tokens_is_refused() throws IOException {
    refused(
        HEAD + "5,1,-1\n",
        "FILE:2: GeneratedTokens: `-1` is no number of tokens; write 0 to 999999999");
  }

  @Test
  void an_instant_that_is_none_is_refused() throws IOException {
    refused(
        HEAD + "2023-13-16 18:15:46,1,1\n",
        "FILE:2: TIMESTAMP: `2023-13-16 18:15:46` is no instant; write 2023-11-16 18:15:46.68, or"
            + " seconds");
  }

  @Test
  void a_row_of_another_width_is_refused() throws IOException {
    refused(HEAD + "5,1\n", "FILE:2: the row has 2 columns, the first line names 3");
  }

  @Test
  void an_empty_file_is_refused() throws IOException {
    refused("", "FILE is empty; its first line must name its columns");
  }

  @Test
  void a_trace_without_a_rate_is_refused() throws IOException {
    refused(HEAD + "5,1,1\n", "traffic holds 1 calls at one instant; a rate needs two instants");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    Path none = folder.resolve("none.csv");
    assertThatThrownBy(() -> TraceFile.read(none)).hasMessage("there is no file " + none);
  }

  @Test
  void the_excerpts_are_what_the_whole_traces_are() {
    Trace conversation = Excerpt.CONVERSATION.trace();
    Trace code = Excerpt.CODE.trace();
    assertThat(List.of(conversation.arrivals().size(), code.arrivals().size()))
        .containsExactly(2_867, 1_482);
    assertThat(List.of(conversation.maxTokens(), code.maxTokens())).containsExactly(1_024L, 512L);
    assertThat(conversation.isSteady()).isTrue();
    assertThat(code.isSteady()).isFalse();
  }

  @Test
  void a_seed_makes_the_same_trace_each_time() {
    assertThat(Synthetic.bursty(120, 7)).isEqualTo(Synthetic.bursty(120, 7));
    assertThat(Synthetic.bursty(120, 8)).isNotEqualTo(Synthetic.bursty(120, 7));
    assertThat(Synthetic.bursty(600, 7).isSteady()).isFalse();
  }
}
