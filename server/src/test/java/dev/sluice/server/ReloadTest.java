package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.reload.ReloadResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Configurations that follow each other in a running gateway.
class ReloadTest {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final String HEADER = "x-sluice-admin: 1";
  private static final String RELOAD = "/admin/v1/reload";

  @TempDir private Path folder;

  @Test
  void a_replaced_secret_is_in_use_without_a_signal_while_calls_under_way_keep_theirs()
      throws Exception {
    try (var rig = new ReloadRig(folder, "reload: watch")) {
      rig.answers = new CountDownLatch(1);
      try (var running = new RawClient(rig.gateway.address())) {
        running.chat("m", false);
        assertThat(rig.keys.take()).isEqualTo("Bearer first-key");
        Files.writeString(rig.secret, "other-key\n");
        await().atMost(AT_MOST).until(() -> rig.gateway.revision() == 2);
        rig.answers.countDown();
        assertThat(running.reply().status()).isEqualTo(200);
      }
      assertThat(rig.call()).isEqualTo(200);
      assertThat(rig.keys.take()).isEqualTo("Bearer other-key");
    }
  }

  /// As Kubernetes mounts a ConfigMap: the files are links through `..data`, which is replaced.
  @Test
  void a_folder_that_is_swapped_by_a_link_is_noticed() throws Exception {
    try (var rig = new ReloadRig(folder, "reload: watch")) {
      for (int version = 0; version < 2; version++) {
        Path data = Files.createDirectory(folder.resolve("..v" + version));
        String text = rig.good().replace("[\"m\"]", "[\"m\", \"v" + version + "\"]");
        Files.writeString(data.resolve("sluice.yaml"), text + "reload: watch\n");
        Path link = folder.resolve("..new");
        Files.createSymbolicLink(link, data);
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        if (version == 0) {
          Files.delete(rig.file);
          Files.createSymbolicLink(rig.file, folder.resolve("..data/sluice.yaml"));
        }
        long wanted = version + 2L;
        await().atMost(AT_MOST).until(() -> rig.gateway.revision() == wanted);
        String model = "v" + version;
        try (var client = new RawClient(rig.gateway.address())) {
          assertThat(client.chat(model, false).reply().status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void a_removed_key_is_refused_and_its_running_call_ends_well() throws Exception {
    String keys = "\", keys: [one, two]}\nadmin";
    try (var rig = new ReloadRig(folder)) {
      rig.write(rig.good().replace("\"}\nadmin", keys));
      assertThat(rig.gateway.reload("test", false).ok()).isTrue();
      rig.answers = new CountDownLatch(1);
      try (var running = new RawClient(rig.gateway.address())) {
        running.chat("m", false, "Authorization: Bearer one");
        rig.keys.take();
        rig.write(rig.good().replace("\"}\nadmin", keys.replace("one, ", "")));
        assertThat(rig.gateway.reload("test", false).ok()).isTrue();
        rig.answers.countDown();
        assertThat(running.reply().status()).isEqualTo(200);
        await()
            .untilAsserted(() -> assertThat(rig.call("Authorization: Bearer one")).isEqualTo(401));
        assertThat(running.chat("m", false, "Authorization: Bearer two").reply().status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void another_port_is_opened_before_the_old_one_closes() throws Exception {
    try (var rig = new ReloadRig(folder)) {
      InetSocketAddress before = rig.gateway.address();
      InetSocketAddress admin = rig.gateway.adminAddress();
      try (var old = new RawClient(before)) {
        rig.write(rig.good().replaceFirst("127.0.0.1:0", "127.0.0.2:0"));
        assertThat(rig.gateway.reload("test", false).problems()).isEmpty();
        assertThat(rig.gateway.address().getAddress().getHostAddress()).isEqualTo("127.0.0.2");
        assertThat(rig.gateway.adminAddress()).isEqualTo(admin);
        assertThat(rig.call()).isEqualTo(200);
        assertThat(old.chat("m", false).reply().status()).isEqualTo(200);
      }
      await().until(() -> refused(before));
    }
  }

  @Test
  void a_trial_changes_nothing_and_the_same_again_is_no_change() throws Exception {
    try (var rig = new ReloadRig(folder)) {
      assertThat(rig.gateway.reload("test", false).changed()).isFalse();
      rig.write(rig.good().replace("[\"m\"]", "[\"n\"]"));
      ReloadResult dry = rig.gateway.reload("test", true);
      assertThat(dry.ok()).isTrue();
      assertThat(dry.changed()).isTrue();
      assertThat(rig.gateway.revision()).isEqualTo(1);
      assertThat(rig.call()).isEqualTo(200);
      assertThat(rig.gateway.reload("test", false).revision()).isEqualTo(2);
      assertThat(rig.call()).isEqualTo(404);
    }
  }

  @Test
  void a_write_without_a_token_needs_a_header_that_no_page_can_send() throws Exception {
    try (var rig = new ReloadRig(folder)) {
      assertThat(rig.post(RELOAD).status()).isEqualTo(403);
      assertThat(rig.post(RELOAD, "x-sluice-admin: yes").status()).isEqualTo(403);
      assertThat(rig.post(RELOAD, HEADER).body()).contains("\"ok\":true", "\"revision\":1");
      assertThat(rig.post(RELOAD + "?dry=perhaps", HEADER).status()).isEqualTo(400);
      try (var admin = new RawClient(rig.gateway.adminAddress())) {
        assertThat(admin.get(RELOAD, HEADER).reply().status()).isEqualTo(405);
      }
      try (var page = new RawClient(rig.gateway.adminAddress())) {
        page.send("OPTIONS " + RELOAD + " HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil\r\n");
        page.send("Access-Control-Request-Headers: x-sluice-admin\r\n\r\n");
        RawClient.Reply asked = page.reply();
        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.headers()).doesNotContainKey("access-control-allow-headers");
      }
      rig.write("nothing");
      assertThat(rig.post(RELOAD, HEADER).status()).isEqualTo(422);
      assertThat(rig.post(RELOAD, HEADER).body()).contains("\"ok\":false", "sluice.yaml:1:1");
    }
  }

  @Test
  void a_write_needs_the_token_where_there_is_one() throws Exception {
    try (var rig = new ReloadRig(folder)) {
      String token = "admin: {token: sesame, listen";
      rig.write(rig.good().replace("admin: {listen", token));
      assertThat(rig.post(RELOAD, HEADER).body()).contains("\"changed\":true");
      assertThat(rig.post(RELOAD, HEADER).status()).isEqualTo(401);
      assertThat(rig.post(RELOAD, "Authorization: Bearer sesame").status()).isEqualTo(200);
    }
  }

  @Test
  void two_reloads_at_once_are_one_after_the_other() throws Exception {
    try (var rig = new ReloadRig(folder)) {
      rig.write(rig.good().replace("[\"m\"]", "[\"m\", \"n\"]"));
      List<ReloadResult> results = new ArrayList<>();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      ReloadResult result = rig.gateway.reload("test", false);
                      synchronized (results) {
                        results.add(result);
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(results).allMatch(ReloadResult::ok).allMatch(r -> r.revision() == 2);
      assertThat(results).filteredOn(ReloadResult::changed).hasSize(1);
    }
  }

  @Test
  void a_draining_gateway_takes_no_configuration() throws Exception {
    try (var rig = new ReloadRig(folder)) {
      rig.answers = new CountDownLatch(1);
      try (var running = new RawClient(rig.gateway.address())) {
        running.chat("m", false);
        rig.keys.take();
        InetSocketAddress address = rig.gateway.address();
        Thread drain = Thread.ofPlatform().start(rig::drain);
        await().until(() -> refused(address));
        rig.write(rig.good().replace("[\"m\"]", "[\"n\"]"));
        await()
            .untilAsserted(
                () ->
                    assertThat(rig.gateway.reload("test", true).problems())
                        .anyMatch(problem -> problem.contains("drains")));
        assertThat(rig.gateway.revision()).isEqualTo(1);
        rig.answers.countDown();
        assertThat(running.reply().status()).isEqualTo(200);
        drain.join();
      }
    }
  }

  @Test
  void a_provider_that_is_gone_has_no_meters_and_no_connections() throws Exception {
    try (var rig = new ReloadRig(folder)) {
      assertThat(rig.call()).isEqualTo(200);
      assertThat(rig.metrics()).contains("sluice_quota_limit{", "gen_ai_provider_name=\"p\"");
      rig.write(rig.good().replace("  p: {", "  q: {").replace("provider: p,", "provider: q,"));
      assertThat(rig.gateway.reload("test", false).problems()).isEmpty();
      assertThat(rig.metrics().lines())
          .filteredOn(line -> line.startsWith("sluice_quota_") || line.startsWith("sluice_breaker"))
          .isNotEmpty()
          .noneMatch(line -> line.contains("gen_ai_provider_name=\"p\""));
      assertThat(rig.call()).isEqualTo(200);
    }
  }

  /// The route itself stays as it is.
  @Test
  void limits_that_are_switched_off_hold_nothing_up_and_begin_anew_when_they_are_back()
      throws Exception {
    try (var rig = new ReloadRig(folder)) {
      String on = "allow_private: true, limits: {m: {rpm: 1}}}";
      rig.write(rig.good().replace("allow_private: true}", on));
      assertThat(rig.gateway.reload("test", false).problems()).isEmpty();
      assertThat(List.of(rig.call(), rig.call())).containsExactly(200, 429);
      String off = "allow_private: true, limits: off}";
      rig.write(rig.good().replace("allow_private: true}", off));
      assertThat(rig.gateway.reload("test", false).problems()).isEmpty();
      assertThat(List.of(rig.call(), rig.call())).containsExactly(200, 200);
      assertThat(rig.metrics()).doesNotContain("sluice_quota_limit{");
      rig.write(rig.good().replace("allow_private: true}", on));
      assertThat(rig.gateway.reload("test", false).problems()).isEmpty();
      assertThat(List.of(rig.call(), rig.call())).containsExactly(200, 429);
    }
  }

  @Test
  void a_stream_of_the_dashboard_ends_with_the_token_that_it_was_opened_with() throws Exception {
    try (var rig = new ReloadRig(folder)) {
      rig.write(rig.good().replace("admin: {listen", "admin: {token: sesame, listen"));
      assertThat(rig.gateway.reload("test", false).problems()).isEmpty();
      String first = "Authorization: Bearer sesame";
      try (var viewer = new RawClient(rig.gateway.adminAddress())) {
        assertThat(viewer.get("/admin/v1/feed", first).head().status()).isEqualTo(200);
        assertThat(viewer.chunk()).startsWith("data: {");
        String other = rig.good().replace("[\"m\"]", "[\"n\"]");
        rig.write(other.replace("admin: {listen", "admin: {token: sesame, listen"));
        assertThat(rig.gateway.reload("test", false).changed()).isTrue();
        assertThat(viewer.chunk()).startsWith("data: {");
        rig.write(other.replace("admin: {listen", "admin: {token: open, listen"));
        assertThat(rig.gateway.reload("test", false).changed()).isTrue();
        assertThatThrownBy(() -> allChunks(viewer)).isInstanceOf(IOException.class);
      }
      assertThat(rig.post(RELOAD, first).status()).isEqualTo(401);
    }
  }

  /// Until the connection is cut.
  private static void allChunks(RawClient viewer) throws IOException {
    while (!viewer.chunk().isEmpty()) {
      // A frame that was on its way.
    }
  }

  /// The dashboard's words for the configuration are read last.
  @Test
  void what_cannot_be_shown_is_not_taken_and_its_ports_are_closed() throws Exception {
    var broken = new AtomicBoolean();
    try (var rig = ReloadRig.withWords(folder, broken)) {
      broken.set(true);
      InetSocketAddress before = rig.gateway.address();
      rig.write(rig.good().replaceFirst("127.0.0.1:0", "127.0.0.2:0"));
      ReloadResult result = rig.gateway.reload("test", false);
      assertThat(result.problems()).singleElement().asString().contains("no words");
      assertThat(result.revision()).isEqualTo(1);
      assertThat(rig.gateway.address()).isEqualTo(before);
      broken.set(false);
      assertThat(rig.gateway.reload("test", false).revision()).isEqualTo(2);
      assertThat(rig.gateway.address().getAddress().getHostAddress()).isEqualTo("127.0.0.2");
    }
  }

  @Test
  void a_trial_tells_what_cannot_be_shown() throws Exception {
    var broken = new AtomicBoolean();
    try (var rig = ReloadRig.withWords(folder, broken)) {
      broken.set(true);
      rig.write(rig.good().replace("[\"m\"]", "[\"n\"]"));
      assertThat(rig.gateway.reload("test", true).problems())
          .singleElement()
          .asString()
          .contains("no words");
      assertThat(rig.call()).isEqualTo(200);
    }
  }

  @Test
  void connections_to_an_address_that_is_gone_are_closed() throws Exception {
    try (var rig = new ReloadRig(folder)) {
      assertThat(rig.call()).isEqualTo(200);
      assertThat(hosts(rig)).containsExactly("127.0.0.1");
      rig.write(rig.good().replace("http://127.0.0.1", "http://localhost"));
      assertThat(rig.gateway.reload("test", false).problems()).isEmpty();
      await().until(() -> !hosts(rig).contains("127.0.0.1"));
      assertThat(rig.call()).isEqualTo(200);
      assertThat(hosts(rig)).containsExactly("localhost");
    }
  }

  private static List<String> hosts(ReloadRig rig) {
    return rig.gateway.gateway().stats().connections().get().stream()
        .map(counts -> counts.origin().host())
        .toList();
  }

  private static boolean refused(InetSocketAddress address) {
    try (var _ = new RawClient(address)) {
      return false;
    } catch (IOException refused) {
      return true;
    }
  }
}
