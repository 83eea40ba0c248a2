package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.provider.FakeFeed;
import dev.sluice.provider.ProviderCalls;
import dev.sluice.provider.RecordingSink;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.ErrorTable;
import dev.sluice.testing.LongForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Streams as providers send them, `NAME.sse`, and what must be told of each, `NAME.told`; however
/// they are cut.
class GoldenStreamsTest {
  private static final String FOLDER = "/dev/sluice/provider/streams/";

  /// A stream is cut in two at each place in the long form, and else at every fifth, from another
  /// one on in each stream; each of them comes byte by byte, too.
  private static final int STEP = LongForm.rounds(5, 1);

  private static final int ROUNDS = LongForm.rounds(50, 200);
  private static final Classifier CLASSIFIER = new Classifier(ErrorTable.ANTHROPIC);

  /// Every buffer is looked at in the end, so that no detector is needed.
  private static final UnpooledByteBufAllocator BUFFERS =
      new UnpooledByteBufAllocator(true, true, true);

  static List<String> streams() throws IOException, URISyntaxException {
    Path folder = Path.of(GoldenStreamsTest.class.getResource(FOLDER).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".sse"))
          .map(file -> file.substring(0, file.length() - 4))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COHERE", "VOYAGE"})
  void every_provider_of_conversations_has_a_stream_on_file(ProviderType type) throws Exception {
    assertThat(streams()).anyMatch(name -> name.startsWith(type.configName() + "-"));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void is_told_as_it_is_meant_however_it_is_cut(String name) throws IOException {
    byte[] stream = read(name + ".sse");
    List<String> told = new String(read(name + ".told"), UTF_8).lines().toList();
    byte[] passed = passed(name, stream, told);

    check(stream, List.of(), told, passed);
    check(stream, everyByte(stream), told, passed);
    for (int cut = 1 + stream.length % STEP; cut < stream.length; cut += STEP) {
      check(stream, List.of(cut), told, passed);
    }
    Random random = new Random(3);
    for (int round = 0; round < ROUNDS; round++) {
      List<Integer> cuts = random.ints(8, 0, stream.length).sorted().boxed().toList();
      check(stream, cuts, told, passed);
    }
  }

  /// A good stream passes as it is; a bad one up to what makes it so.
  private static byte[] passed(String name, byte[] stream, List<String> told) {
    if (told.getLast().equals("end")) {
      return stream;
    }
    String text = new String(stream, UTF_8);
    int end =
        name.equals("compatible-cut")
            ? text.length()
            : name.equals("vllm-error") ? 0 : text.lastIndexOf("\n\n", text.length() - 3) + 2;
    return end <= 1 ? new byte[0] : text.substring(0, end).getBytes(UTF_8);
  }

  private static List<Integer> everyByte(byte[] stream) {
    List<Integer> cuts = new ArrayList<>();
    for (int i = 1; i < stream.length; i++) {
      cuts.add(i);
    }
    return cuts;
  }

  private static void check(byte[] stream, List<Integer> cuts, List<String> told, byte[] passed) {
    for (boolean direct : new boolean[] {false, true}) {
      RecordingSink sink = new RecordingSink();
      Outcome outcome = dispatch(stream, cuts, direct, sink);
      List<String> seen = new ArrayList<>(sink.told());
      if (outcome instanceof Failed failed) {
        seen.add("failed " + failed);
      }
      assertThat(seen).as("cut at %s", cuts).isEqualTo(told);
      assertThat(sink.bytes.toByteArray()).as("cut at %s", cuts).isEqualTo(passed);
    }
  }

  private static Outcome dispatch(
      byte[] stream, List<Integer> cuts, boolean direct, RecordingSink sink) {
    Call call = ProviderCalls.chat(true);
    var dialect = new OpenAiAnswers(call.operation(), false, Assembly.PLAIN);
    UpstreamOptions ask = UpstreamOptions.asItIs(call);
    FakeFeed feed = new FakeFeed();
    var scanner =
        new AnswerScanner(sink, feed.info, call, CLASSIFIER, ask, dialect, true, Reservation.NONE);
    scanner.attach(feed.info);
    scanner.head(new Head(200, Map.of("content-type", "text/event-stream; charset=utf-8")));
    List<ByteBuf> buffers = new ArrayList<>();
    int from = 0;
    for (int to : Stream.concat(cuts.stream(), Stream.of(stream.length)).toList()) {
      if (feed.aborted != null) {
        break;
      }
      ByteBuf buffer = buffer(Arrays.copyOfRange(stream, from, to), direct);
      buffers.add(buffer);
      scanner.body(buffer);
      scanner.flush();
      from = to;
    }
    if (feed.aborted == null) {
      scanner.end();
    }
    assertThat(buffers).allMatch(buffer -> buffer.refCnt() == 0);
    call.body().close();
    return scanner.verdict(feed.aborted == null ? new Answered() : feed.aborted);
  }

  /// The bytes somewhere inside a larger buffer.
  private static ByteBuf buffer(byte[] bytes, boolean direct) {
    int capacity = bytes.length + 4;
    ByteBuf buffer = direct ? BUFFERS.directBuffer(capacity) : BUFFERS.heapBuffer(capacity);
    return buffer.writeZero(3).skipBytes(3).writeBytes(bytes);
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream in = GoldenStreamsTest.class.getResourceAsStream(FOLDER + file)) {
      return in.readAllBytes();
    }
  }
}
