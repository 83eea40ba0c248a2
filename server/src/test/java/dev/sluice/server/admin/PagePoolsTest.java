package dev.sluice.server.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.admin.AdminPages.StorePage;
import dev.sluice.server.reload.ReloadResult;
import dev.sluice.transport.loop.Loops;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which pool makes up a page, and for whom.
class PagePoolsTest {
  private final Loops loops = Loops.start(1);
  private final Queue<Runnable> pages = new ArrayDeque<>();
  private final Queue<Runnable> questions = new ArrayDeque<>();
  private final Queue<Runnable> directories = new ArrayDeque<>();
  private int asked;

  @AfterEach
  void close() {
    loops.close();
  }

  private EmbeddedChannel connect() {
    AdminPages.Source store = (path, _) -> path.equals("/store") ? question() : Optional.empty();
    return new EmbeddedChannel(
        new AdminChannels(
            new AdminPages(() -> true, Optional::empty, _ -> "", store, new StaticFiles()),
            new AdminWrites(dry -> new ReloadResult(1, dry, false, List.of(), List.of())),
            List.of(),
            new FrameStream(store::frame, loops.next(), pages::add),
            new PagePools(pages::add, questions::add, directories::add),
            Clock.SYSTEM,
            null));
  }

  private Optional<Supplier<Page>> question() {
    StorePage page =
        () -> {
          asked++;
          return Page.line(200, "answered");
        };
    return Optional.of(page);
  }

  private static void ask(EmbeddedChannel channel, String path, String header) {
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n";
    channel.writeInbound(Unpooled.copiedBuffer(request, US_ASCII));
  }

  @Test
  void a_question_is_made_up_apart_from_others_compressed_or_not() {
    EmbeddedChannel channel = connect();
    ask(channel, "/livez", "");
    assertThat(pages).hasSize(1);
    EmbeddedChannel other = connect();
    ask(other, "/store", "");
    EmbeddedChannel zipped = connect();
    ask(zipped, "/store?a=1", "Accept-Encoding: gzip\r\n");
    assertThat(questions).hasSize(2);
    questions.forEach(Runnable::run);
    assertThat(asked).isEqualTo(2);
    assertThat(pages).hasSize(1);
    for (EmbeddedChannel one : List.of(channel, other, zipped)) {
      one.finishAndReleaseAll();
    }
  }

  @Test
  void what_a_directory_asks_or_changes_holds_up_no_probe_and_no_question() {
    DirectoryApi api = DirectoryApi.NONE;
    var pools = new PagePools(pages::add, questions::add, directories::add);
    for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.PATCH, HttpMethod.POST)) {
      var head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/scim/v2/Users");
      Supplier<Page> page = DirectoryRequests.body(api, head, false).page().orElseThrow();
      pools.of(page).execute(() -> {});
    }
    assertThat(directories).hasSize(3);
    assertThat(pages).isEmpty();
    assertThat(questions).isEmpty();
  }

  @Test
  void a_question_whose_asker_has_gone_is_not_asked() {
    EmbeddedChannel channel = connect();
    ask(channel, "/store", "");
    assertThat(channel.close().isSuccess()).isTrue();
    questions.forEach(Runnable::run);
    assertThat(asked).isZero();
  }
}
