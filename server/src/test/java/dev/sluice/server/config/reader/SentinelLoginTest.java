package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.provider.Secret;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.ClusterConfig.Login;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who asks the sentinels.
class SentinelLoginTest {
  private static Login read(String sentinels) {
    String text =
        """
        store: {url: "jdbc:postgresql://h/d"}
        cluster: {redis: "redis-sentinel://ann:p%%20w@h#main", name: prod%s}
        providers: {local: {type: vllm}}
        """
            .formatted(sentinels);
    var env = Map.of("PASSWORD", "p w\u00fc");
    return ConfigFile.of(Doc.parse("test.yaml", text, env))
        .config()
        .cluster()
        .orElseThrow()
        .sentinels();
  }

  private static Login login(String user, String password) {
    return new Login(Optional.of(user), Optional.of(new Secret(password)));
  }

  @Test
  void it_is_the_login_of_redis_or_none_or_one_of_their_own() {
    assertThat(read("")).isEqualTo(login("ann", "p w"));
    assertThat(read(", sentinels: none")).isEqualTo(Login.NONE);
    assertThat(read(", sentinels: {user: bob, password: abc}")).isEqualTo(login("bob", "abc"));
  }

  @Test
  void a_password_may_be_any_text() {
    assertThat(read(", sentinels: {user: bob, password: \"${env:PASSWORD}\"}"))
        .isEqualTo(login("bob", "p w\u00fc"));
  }

  @Test
  void a_password_that_is_wrong_is_not_shown() {
    assertThatThrownBy(() -> read(", sentinels: {password: \"\"}"))
        .hasMessageContaining("cluster.sentinels.password must be a text of 1 to 4096 characters");
    assertThatThrownBy(() -> read(", sentinels: {password: " + "hunter2".repeat(1_000) + "}"))
        .hasMessageContaining("hidden")
        .message()
        .doesNotContain("hunter2");
  }
}
