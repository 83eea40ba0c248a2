package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.gateway.MessagesFaultRow.Told;
import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.testing.LongForm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a client of Anthropic's API sees of everything that a provider does wrong, alone and beside
/// a provider that is well, and that no end of an answer is ever made up. What must come is the
/// table in `docs/faults.md`.
class MessagesFaultsTest {
  private static final String REFUSED = "refused";
  private static final String WELL = "well";
  private static final String CUT = "cut";
  private static final Pattern NUMBER = Pattern.compile("\"model\":\"(\\d+)\"");

  /// How far the ends of streams are apart, in bytes.
  private static final int STEP = LongForm.rounds(17, 7);

  private static final List<String> WAYS =
      List.of("alone-stream", "alone-whole", "beside-stream", "beside-whole");
  private static final Pattern ERROR =
      Pattern.compile(
          "\\{\"type\":\"error\",\"error\":\\{\"type\":\"(\\w+)\",\"message\":\"[^\"]*?(?: \\((\\w+)\\))?\"},"
              + "\"request_id\":\"[^\"]+\"}");

  private static MessagesProvider provider;
  private static Socket closed;
  private static Rig rig;

  @BeforeAll
  static void start() throws IOException {
    provider = new MessagesProvider(MessagesFaultsTest::script);
    closed = new Socket();
    closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var providers = new StringBuilder("providers:\n").append(provider.line(WELL));
    var routes = new StringBuilder("routes:\n");
    for (MessagesFaultRow row : MessagesFaultRow.all()) {
      for (String way : WAYS) {
        String name = row.label() + "-" + way;
        providers.append(
            row.label().equals(REFUSED)
                ? MessagesProvider.line(name, closed.getLocalPort())
                : provider.line(name));
        routes.append(route(name, row.label(), way));
      }
    }
    providers.append(provider.line(CUT));
    routes.append("  cut: {models: [\"cut/*\"], targets: [{provider: cut}], retry: off}\n");
    rig = Rig.caring("defaults: {breaker: off}\n" + providers + routes);
  }

  /// Only what hangs has a bound of its own.
  private static String route(String name, String fault, String way) {
    boolean hangs = List.of("silence", "stall", "pings").contains(fault);
    boolean beside = way.startsWith("beside");
    return "  %s: {models: [%s], targets: [{provider: %s}%s], %s%s}\n"
        .formatted(
            name,
            name,
            name,
            beside ? ", {provider: well, fallback: true}" : "",
            beside ? "retry: {attempts: 3}" : "retry: off",
            hangs ? ", timeout: {first_token: 700ms, stall: 700ms}" : "");
  }

  private static MessagesProvider.Script script(String name) {
    String fault = name.replaceFirst("-(alone|beside)-(stream|whole)$", "");
    return switch (fault) {
      case WELL -> call -> call.begin().all(4096).end();
      case CUT -> MessagesFaultsTest::cut;
      default -> MessagesFaults.SCRIPTS.get(fault);
    };
  }

  /// Ends at the byte that the model's name says.
  private static void cut(MessagesCall call) throws IOException {
    Matcher model = NUMBER.matcher(call.body());
    byte[] all = MessagesText.STREAM.getBytes(UTF_8);
    int length = model.find() ? Integer.parseInt(model.group(1)) : 0;
    call.begin().say(Arrays.copyOf(all, length)).end();
  }

  @AfterAll
  static void everything_is_given_back() throws IOException {
    rig.close();
    provider.close();
    closed.close();
  }

  static List<MessagesFaultRow> rows() throws IOException {
    return MessagesFaultRow.all();
  }

  @Test
  void each_fault_has_a_row() throws IOException {
    assertThat(rows().stream().map(MessagesFaultRow::label))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of(REFUSED), MessagesFaults.SCRIPTS.keySet().stream()).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void a_fault_is_told_as_what_it_is(MessagesFaultRow row) throws IOException {
    check(row.label(), "stream", row.stream());
    if (row.whole().isPresent()) {
      check(row.label(), "whole", row.whole().get());
    }
  }

  @Test
  void a_stream_that_ends_anywhere_never_looks_complete() throws IOException {
    int end = MessagesText.STREAM.getBytes(UTF_8).length;
    for (int at = end; at > 0; at -= STEP) {
      Reply reply = call("cut/" + at, true);
      if (at == end) {
        passes(reply, MessagesText.STREAM);
        continue;
      }
      assertThat(reply.body()).as("cut at %s", at).contains("(stream_truncated)");
      assertThat(reply.body()).doesNotContain(MessagesText.STOP);
      int error = Math.max(0, reply.body().lastIndexOf("event: error\n"));
      String said = reply.body().substring(0, error);
      assertThat(MessagesText.STREAM).startsWith(said);
      assertThat(reply.status()).isEqualTo(said.isEmpty() ? 502 : 200);
    }
  }

  /// What one account alone may read is shown to no other, whatever is wrong with its own.
  @ParameterizedTest
  @CsvSource({"529, 529", "reset-before-answer, 502", "error-event-first, 529", "silence, 504"})
  void a_sealed_conversation_stays_with_its_provider(String fault, int status) throws IOException {
    String name = fault + "-beside-stream";
    String sealed =
        ("{\"model\":\"%s\",\"max_tokens\":99,\"stream\":true,\"messages\":[{\"role\":\"assistant\","
                + "\"content\":[{\"type\":\"thinking\",\"thinking\":\"sealed\",\"signature\":\"c2ln\"}]}]}")
            .formatted(name);
    try (RawCall call = rig.connect()) {
      String again = "x-stainless-retry-count: 1";
      Reply reply = call.post("/v1/messages", sealed, again).reply();
      assertThat(reply.status()).as(reply.body()).isEqualTo(status);
      assertThat(reply.header("x-should-retry")).isEqualTo("true");
    }
    assertThat(provider.calls(WELL)).noneMatch(call -> call.body().contains("sealed"));
  }

  private static void check(String fault, String form, Told told) throws IOException {
    String alone = fault + "-alone-" + form;
    told(told, call(alone), alone);
    String beside = fault + "-beside-" + form;
    Reply reply = call(beside);
    if (told.mended()) {
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      String right = form.equals("stream") ? MessagesText.STREAM : MessagesText.WHOLE;
      assertThat(reply.body()).isEqualTo(right);
    } else {
      told(told, reply, beside);
    }
    assertThat(provider.calls(WELL).stream().filter(call -> call.body().contains(beside)))
        .hasSize(told.mended() ? 1 : 0);
  }

  private static Reply call(String name) throws IOException {
    return call(name, name.endsWith("stream"));
  }

  private static Reply call(String model, boolean stream) throws IOException {
    String body =
        "{\"model\":\"%s\",\"max_tokens\":99,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
            .formatted(model, stream);
    return rig.call("/v1/messages", body);
  }

  private static void told(Told told, Reply reply, String name) {
    List<MessagesCall> calls = provider.calls(name);
    String said = calls.isEmpty() ? "" : calls.getLast().answer();
    switch (told.outcome()) {
      case "passes" -> passes(reply, said);
      case "event" -> endsWithAnErrorEvent(told, reply, said);
      default -> refuses(told, reply, said);
    }
  }

  private static void passes(Reply reply, String said) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.whole()).isTrue();
    assertThat(reply.body()).isEqualTo(said);
  }

  /// What came before is what the provider has said, and no more than that.
  private static void endsWithAnErrorEvent(Told told, Reply reply, String said) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.whole()).isFalse();
    int last = reply.body().lastIndexOf("event: error\ndata: ");
    assertThat(last).as(reply.body()).isPositive();
    assertThat(said).startsWith(reply.body().substring(0, last).stripTrailing());
    assertThat(reply.body()).endsWith("\n\n").doesNotContain("message_stop");
    tells(told, reply.body().substring(last + "event: error\ndata: ".length()).strip(), said);
  }

  private static void refuses(Told told, Reply reply, String said) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(Integer.parseInt(told.outcome()));
    assertThat(reply.whole()).isTrue();
    assertThat(reply.header("content-type")).startsWith("application/json");
    assertThat(reply.header("request-id")).isNotEmpty();
    tells(told, reply.body(), said);
    assertThat(reply.header("x-should-retry")).isEqualTo("" + told.again().startsWith("again"));
    String seconds = told.again().replaceAll("\\D", "");
    if (told.again().isEmpty()) {
      assertThat(reply.headers()).doesNotContainKeys("retry-after", "retry-after-ms");
    } else {
      assertThat(reply.header("retry-after")).matches(seconds.isEmpty() ? "[12]" : seconds);
    }
  }

  private static void tells(Told told, String error, String said) {
    if (told.type().equals("verbatim")) {
      assertThat(said).contains(error);
      return;
    }
    Matcher form = ERROR.matcher(error);
    assertThat(form.matches()).as(error).isTrue();
    assertThat(form.group(1)).isEqualTo(told.type());
    assertThat(form.group(2)).isEqualTo(told.code().isEmpty() ? null : told.code());
  }
}
