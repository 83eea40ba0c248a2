package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.provider.Secret;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.WebhookConfig;
import dev.sluice.server.config.WebhookConfig.Form;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookReaderTest {
  private static List<WebhookConfig> read(String webhooks) {
    String text = "webhooks: " + webhooks + "\nproviders: {p: {type: openai, key: sk-x}}\n";
    var env = Map.of("HOOK", "https://hooks.example.com/T0/secret-path?x=1");
    return ConfigFile.of(Doc.parse("test.yaml", text, env)).config().webhooks();
  }

  @Test
  void everything_can_be_said() {
    List<WebhookConfig> read =
        read(
            "[{url: \"${env:HOOK}\", form: slack},"
                + " {url: \"http://127.0.0.1:9/a\", secret: 0123456789abcdef}]");
    assertThat(read)
        .containsExactly(
            new WebhookConfig(
                URI.create("https://hooks.example.com/T0/secret-path?x=1"),
                Form.SLACK,
                Optional.empty()),
            new WebhookConfig(
                URI.create("http://127.0.0.1:9/a"),
                Form.JSON,
                Optional.of(new Secret("0123456789abcdef"))));
    assertThat(read.toString()).doesNotContain("secret-path").doesNotContain("0123456789abcdef");
  }

  @Test
  void a_token_in_a_path_may_hold_a_dollar() {
    assertThat(read("[{url: 'https://h/T0$ABC'}]").getFirst().url())
        .isEqualTo(URI.create("https://h/T0$ABC"));
    assertThatThrownBy(() -> read("[{url: $HOOK_URL}]"))
        .hasMessageContaining("write \"${env:HOOK_URL}\"");
  }

  /// What a variable holds may be a secret.
  @Test
  void of_another_tools_reference_only_what_stands_in_the_file_is_shown() {
    Map<String, String> env = Map.of("PLACE", "http://h/T0$ABC", "KEY", "$DEF");
    String text = "providers: {p: {type: openai, key: \"${env:KEY}\", url: \"%s\"}}\n";
    assertThatThrownBy(
            () -> ConfigFile.of(Doc.parse("test.yaml", text.formatted("${env:PLACE}"), env)))
        .hasMessageContaining("write \"${env:NAME}\"")
        .message()
        .doesNotContain("ABC", "DEF");
    assertThatThrownBy(
            () -> ConfigFile.of(Doc.parse("test.yaml", text.formatted("http://$HOST/v1"), env)))
        .hasMessageContaining("write \"${env:HOST}\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{form: slack}] | webhooks[0] has no url: add",
        "[{url: 'ftp://h/secret'}] | webhooks[0].url must begin with https:// or http://",
        "[{url: 'https://me:secret@h/'}] | webhooks[0].url must have neither credentials nor a"
            + " fragment",
        "[{url: 'https:///secret'}] | webhooks[0].url must name a host",
        "[{url: 'hooks.example.com/secret'}] | webhooks[0].url must begin with https:// or http://,"
            + " is hidden",
        "[{url: 'secret:x@h'}] | webhooks[0].url must begin with https:// or http://, is hidden",
        "[{url: 'https:secret'}] | webhooks[0].url must name a host, and a port from 1 to 65535 if"
            + " any, is hidden",
        "[{url: 'https://me:a/secret@h/'}] | webhooks[0].url must name a host, and a port from 1 to"
            + " 65535 if any, is hidden",
        "[{url: 'https://h/secret path'}] | webhooks[0].url must be a URL, such as"
            + " https://hooks.example.com/budgets, is hidden",
        "[{url: 'https://h/', form: teams}] | webhooks[0].form must be one of json, slack",
        "[{url: 'https://h/', secret: secret}] | webhooks[0].secret must have at least 16"
            + " characters",
        "[{url: 'https://h/a'}, {url: 'https://h/a'}] | webhooks[1].url must be another",
        "[{url: 'https://h/', uri: x}] | did you mean 'url'?"
      })
  void what_makes_no_sense_is_named_and_no_secret_shown(String webhooks, String says) {
    assertThatThrownBy(() -> read(webhooks))
        .isInstanceOf(ConfigException.class)
        .message()
        .contains(says)
        .satisfies(
            message ->
                assertThat(message.replaceAll("\\.secret must|form, secret", ""))
                    .doesNotContain("secret"));
  }

  @Test
  void there_may_be_eight() {
    String nine = "{url: \"https://h/%d\"},".repeat(9).formatted(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThatThrownBy(() -> read("[" + nine + "]")).hasMessageContaining("must be at most 8");
  }
}
