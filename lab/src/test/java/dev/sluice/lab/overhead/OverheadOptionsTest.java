package dev.sluice.lab.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.overhead.OverheadOptions.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OverheadOptionsTest {
  private static final String ME = Long.toString(ProcessHandle.current().pid());

  @Test
  void a_peer_has_a_name_an_address_and_a_process() {
    Peer peer = Peer.parse("other=http://localhost:8000/openai/v1/," + ME);
    assertThat(peer.name()).isEqualTo("other");
    assertThat(peer.address().getPort()).isEqualTo(8000);
    assertThat(peer.path()).isEqualTo("/openai/v1/chat/completions");
    assertThat(peer.usage()).isPresent();
  }

  @Test
  void a_base_without_a_path_is_that_of_the_first_version() {
    Peer peer = Peer.parse("other=http://127.0.0.1:8000," + ME);
    assertThat(peer.path()).isEqualTo("/v1/chat/completions");
  }

  @Test
  void peers_need_a_provider_whose_port_they_know() {
    Peer peer = Peer.parse("other=http://127.0.0.1:8000," + ME);
    assertThatThrownBy(() -> options(peer, 0))
        .hasMessageContaining("the provider's port is 0: give one from 1 to 65535");
    assertThat(options(peer, 8080).isPeer("other")).isTrue();
    assertThat(options(peer, 8080).isPeer(Contender.NGINX)).isFalse();
  }

  @Test
  void peers_stand_behind_nginx_in_the_report() {
    assertThat(Contender.place("other"))
        .isGreaterThan(Contender.place(Contender.NGINX))
        .isLessThan(Contender.place(Contender.SLUICE));
  }

  @Test
  void a_part_that_needs_a_redis_is_not_left_out_in_silence() {
    assertThat(Ends.missing(parts(Part.NODES), Optional.empty()))
        .hasValueSatisfying(text -> assertThat(text).contains("needs redis-server"));
    assertThat(Ends.missing(parts(Part.NODES), Optional.of(Path.of("redis-server")))).isEmpty();
    assertThat(Ends.missing(parts(Part.RATE), Optional.empty())).isEmpty();
  }

  private static OverheadOptions parts(Part part) {
    var program = new GatewayProgram(List.of(), List.of("sluice"));
    return new OverheadOptions(
        1, 1, Set.of(part), Optional.empty(), Optional.of(program), false, List.of(), 0, 1);
  }

  private static OverheadOptions options(Peer peer, int provider) {
    return new OverheadOptions(
        1,
        1,
        Set.of(Part.RATE),
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(peer),
        provider,
        1);
  }
}
