package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.provider.Secret;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.ClusterConfig.Login;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who asks the sentinels of a cluster.
class SentinelLoginTest {
  private static Login sentinels(String more) throws ConfigException {
    String text =
        """
        store: {url: "jdbc:postgresql://h/d"}
        cluster: {redis: "redis-sentinel://ann:secret@h#main", name: prod%s}
        providers: {local: {type: vllm}}
        """
            .formatted(more);
    var env = Map.of("PASSWORD", "p w\u00fc");
    return ConfigFile.of(Doc.parse("sluice.yaml", text, env))
        .config()
        .cluster()
        .orElseThrow()
        .sentinels();
  }

  private static String password(Login login) {
    return login.password().map(Secret::reveal).orElse("");
  }

  @Test
  void sentinels_take_the_login_of_redis() throws ConfigException {
    Login login = sentinels("");
    assertThat(login.user()).isEqualTo(Optional.of("ann"));
    assertThat(password(login)).isEqualTo("secret");
  }

  @Test
  void sentinels_may_have_a_login_of_their_own() throws ConfigException {
    Login login = sentinels(", sentinels: {user: bob, password: other}");
    assertThat(login.user()).isEqualTo(Optional.of("bob"));
    assertThat(password(login)).isEqualTo("other");
    assertThat(sentinels(", sentinels: {password: other}").user()).isEmpty();
  }

  @Test
  void sentinels_may_ask_for_none() throws ConfigException {
    assertThat(sentinels(", sentinels: none")).isEqualTo(Login.NONE);
  }

  @Test
  void a_password_may_be_any_text() throws ConfigException {
    Login login = sentinels(", sentinels: {user: bob, password: \"${env:PASSWORD}\"}");
    assertThat(password(login)).isEqualTo("p w\u00fc");
  }

  @Test
  void a_password_that_is_wrong_is_not_shown() {
    assertThatThrownBy(() -> sentinels(", sentinels: {password: \"\"}"))
        .hasMessageContaining("cluster.sentinels.password must be a text of 1 to 4096 characters");
    assertThatThrownBy(() -> sentinels(", sentinels: {password: " + "hunter2".repeat(1_000) + "}"))
        .hasMessageContaining("hidden")
        .message()
        .doesNotContain("hunter2");
  }
}
