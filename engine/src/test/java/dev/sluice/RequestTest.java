package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.TreeNode;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.testing.Memory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RequestTest {
  private static final String CHAT = "{\"model\":\"m\",\"stream\":true,\"messages\":[]}";

  private final Memory memory = new Memory();
  private final VirtualLoop loop = new VirtualLoop();
  private final RequestCalls calls = new RequestCalls(memory, loop);

  @Test
  void a_call_has_what_its_request_says() {
    calls.pass(
        ClientHeaders.ofAny(
            List.of(
                new ProviderConfig(
                    "p",
                    ProviderType.OPENAI,
                    URI.create("https://api.example/v1"),
                    List.of(new Secret("key")),
                    false))));
    Call call =
        calls.of(
            Request.builder(Operation.CHAT)
                .body(CHAT)
                .deadline(Duration.ofSeconds(3))
                .priority(Band.CRITICAL)
                .tenant("search")
                .cache(CacheDirective.OFF)
                .header("OpenAI-Organization", "org")
                .header("authorization", "Bearer mine")
                .build(),
            loop);
    assertThat(call.model()).isEqualTo("m");
    assertThat(call.facts().stream()).isTrue();
    assertThat(call.hints().band()).isEqualTo(Band.CRITICAL);
    assertThat(call.hints().tenant()).isEqualTo("search");
    assertThat(call.hints().caching()).isEqualTo(CacheDirective.OFF);
    assertThat(call.headers()).containsOnlyKeys("openai-organization");
    assertThat(call.deadline().nanos() - loop.nanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
    call.body().close();
    assertThat(memory.used()).isZero();
  }

  @Test
  void geminis_path_is_said_beside_the_body() {
    Call call =
        calls.of(
            Request.builder(Operation.GENERATE)
                .model("gemini-x")
                .streamed()
                .body("{\"contents\":[]}")
                .build(),
            loop);
    assertThat(call.model()).isEqualTo("gemini-x");
    assertThat(call.facts().stream()).isTrue();
    assertThatThrownBy(() -> Request.of(Operation.GENERATE, "{}"))
        .hasMessage("GENERATE does not name its model in the body: call model(...)");
    assertThatThrownBy(() -> Request.builder(Operation.CHAT).body("{}").model("m").build())
        .hasMessage("CHAT names its model in the body: leave model(...) out");
    assertThatThrownBy(() -> Request.builder(Operation.CHAT).body("{}").streamed().build())
        .hasMessage("CHAT says in its body whether to stream: leave streamed() out");
  }

  @Test
  void a_stream_is_read_closed_and_good_for_one_call() {
    var closed = new AtomicBoolean();
    String big = "{\"model\":\"m\",\"messages\":[],\"x\":\"" + "x".repeat(50_000) + "\"}";
    InputStream in =
        new ByteArrayInputStream(big.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    Request request = Request.builder(Operation.CHAT).body(in).build();
    Call call = calls.of(request, loop);
    assertThat(call.body().bytes().toString(StandardCharsets.UTF_8)).isEqualTo(big);
    assertThat(closed).isTrue();
    call.body().close();
    assertThatThrownBy(() -> calls.of(request.within(Duration.ofSeconds(1)), loop))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("make a request for each call");
    assertThat(memory.used()).isZero();
  }

  @Test
  void a_stream_for_which_there_is_no_memory_or_that_breaks_holds_nothing() {
    memory.max = 10_000;
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, (byte) ' ');
            return length;
          }
        };
    assertThatThrownBy(() -> calls.of(Request.builder(Operation.CHAT).body(endless).build(), loop))
        .isInstanceOfSatisfying(
            CallFailedException.class,
            e ->
                assertThat(e.failed())
                    .isInstanceOfSatisfying(
                        Failed.Shed.class,
                        shed -> assertThat(shed.reason()).isEqualTo(Failed.Reason.BODIES_FULL)));
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("broken");
          }
        };
    assertThatThrownBy(() -> calls.of(Request.builder(Operation.CHAT).body(broken).build(), loop))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(memory.used()).isZero();
  }

  @Test
  void a_tree_of_jackson_is_written_without_its_databind() {
    Request request = Request.builder(Operation.CHAT).body(tree(CHAT)).build();
    assertThat(calls.of(request, loop).body().bytes().toString(StandardCharsets.UTF_8))
        .isEqualTo(CHAT);
  }

  /// A tree that can do what is asked of it: be read as tokens.
  private static TreeNode tree(String json) {
    return (TreeNode)
        Proxy.newProxyInstance(
            RequestTest.class.getClassLoader(),
            new Class<?>[] {TreeNode.class},
            (_, method, _) -> {
              assertThat(method.getName()).isEqualTo("traverse");
              return new JsonFactory().createParser(json);
            });
  }

  @Test
  void what_no_call_could_be_made_of_is_refused_at_once() {
    Request.Builder chat = Request.builder(Operation.CHAT).body(CHAT);
    assertThatThrownBy(() -> chat.deadline(Duration.ZERO))
        .hasMessage("the deadline is PT0S; it must be longer than zero");
    assertThatThrownBy(() -> chat.tenant("")).hasMessageContaining("1 to 64");
    assertThatThrownBy(() -> chat.tenant("x".repeat(65))).hasMessageContaining("1 to 64");
    assertThatThrownBy(() -> chat.header("a b", "c")).hasMessageContaining("token");
    assertThatThrownBy(() -> chat.header("a", "b\r\nc: d")).hasMessageContaining("printable");
    assertThatThrownBy(() -> Request.builder(Operation.CHAT).build())
        .hasMessage("a request needs a body: call body(...)");
    assertThatThrownBy(() -> Request.builder(Operation.PASS_THROUGH).body("{}").build())
        .hasMessageContaining("ask the provider itself");
    assertThatThrownBy(() -> Request.builder(Operation.STORED_RESPONSE).body("{}").build())
        .hasMessageContaining("sluice-embed");
  }

  @Test
  void a_body_that_is_no_request_is_an_invalid_one() {
    assertThatThrownBy(() -> calls.of(Request.of(Operation.CHAT, "{\"model\":3}"), loop))
        .isInstanceOfSatisfying(
            CallFailedException.class,
            e -> assertThat(e.failed()).isInstanceOf(Failed.Invalid.class));
    assertThat(memory.used()).isZero();
  }
}
