package dev.sluice.cli.litellm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.console.CannotStart;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  private static String jdbc(String url) throws CannotStart {
    return DatabaseUrl.read(url, Map.of()).jdbc().reveal();
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://h/d, jdbc:postgresql://h/d",
    "jdbc:postgresql://h/d, jdbc:postgresql://h/d",
    "postgres://u:p@h:5433/d, jdbc:postgresql://h:5433/d?user=u&password=p",
    "postgresql://u:p%40%2Bx+y@[::1]:5432/d,"
        + " jdbc:postgresql://[::1]:5432/d?user=u&password=p%40%2Bx%2By",
    "postgresql://u@h/d?schema=llm&connection_limit=9&sslmode=require,"
        + " jdbc:postgresql://h/d?user=u&currentSchema=llm&sslmode=require",
    "postgresql://h/d?socketFactory=evil&options=x, jdbc:postgresql://h/d"
  })
  void the_url_of_LiteLLM_becomes_one_of_the_driver(String url, String jdbc) throws CannotStart {
    assertThat(jdbc(url)).isEqualTo(jdbc);
  }

  @Test
  void a_password_may_stand_in_the_environment() throws CannotStart {
    Map<String, String> env = Map.of("PGPASSWORD", "a&b");
    assertThat(DatabaseUrl.read("postgresql://u@h/d", env).jdbc().reveal())
        .isEqualTo("jdbc:postgresql://h/d?user=u&password=a%26b");
    assertThat(DatabaseUrl.read("postgresql://u:own@h/d", env).jdbc().reveal())
        .endsWith("password=own");
  }

  @Test
  void messages_name_host_and_database_alone() throws CannotStart {
    DatabaseUrl url = DatabaseUrl.read("postgresql://u:hidden@h:5432/d?x=hidden", Map.of());
    assertThat(url.name()).isEqualTo("of LiteLLM at h:5432/d");
    assertThat(url.toString()).doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "h/d",
        "mysql://u:hidden@h/d",
        "postgresql://u:hid/den@h/d",
        "postgresql://u:hidden%zz@h/d",
        "postgresql://u:hidden@h",
        "postgresql://u:hidden@h?x/d"
      })
  void another_url_is_refused_without_being_repeated(String url) {
    assertThatThrownBy(() -> jdbc(url))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("--database must be the URL of LiteLLM's PostgreSQL database")
        .hasMessageNotContaining("hid");
  }
}
