package dev.sluice.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.Secret;
import dev.sluice.server.config.WebhookConfig.Form;
import dev.sluice.server.payment.BudgetAlert;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookMessageTest {
  private static String body(BudgetAlert.Kind kind, String name, Form form) {
    BudgetAlert alert = WebhookFixture.alert(kind);
    var message =
        new WebhookMessage("id-1", WebhookFixture.AT, alert, WebhookFixture.budget(alert, name));
    return new String(message.body(form), UTF_8);
  }

  @Test
  void json_holds_the_budget_and_its_owner() {
    assertThat(body(BudgetAlert.Kind.NEAR, "live", Form.JSON))
        .isEqualTo(
            "{\"id\":\"id-1\",\"kind\":\"budget_near\",\"at\":\"2026-11-30T01:02:03Z\",\"text\":\"the"
                + " key live of team search (k3x) has spent 41.20 USD of its 50.00 USD for 2026-11;"
                + " calls beyond it get 429 budget_exceeded\",\"budget\":{\"of\":\"key\","
                + "\"id\":\"k3x\",\"name\":\"live\",\"team\":\"search\",\"budget\":\"50.00USD/month\","
                + "\"strict\":false,\"overrun\":1.25,\"window\":\"2026-11\",\"limit\":50.00,\"spent\":41.20,\"credited\":0.00,"
                + "\"set_aside\":0.00,\"at_worst\":0.00,\"left\":8.80,\"ends\":1796083200000,\"warned\":true}}");
    assertThat(body(BudgetAlert.Kind.SPENT, "live", Form.JSON))
        .contains("\"kind\":\"budget_spent\"", "it is used up");
    assertThat(body(BudgetAlert.Kind.IN_USE, "live", Form.JSON))
        .contains("\"kind\":\"budget_in_use\"", "\"refused\":12", "12 calls of a minute");
  }

  @Test
  void slacks_form_is_a_text_in_which_nothing_is_a_link_or_a_mention() {
    assertThat(body(BudgetAlert.Kind.SPENT, "<!channel> & co", Form.SLACK))
        .startsWith("{\"text\":\"the key &lt;!channel&gt; &amp; co of team search (k3x) has spent ")
        .endsWith("it is used up: calls get 429 budget_exceeded\"}");
  }

  /// By `printf '1796000523.{"text":"hi"}' | openssl dgst -sha256 -hmac 0123456789abcdef`.
  @Test
  void a_signature_is_that_of_the_time_and_the_body() {
    Map<String, String> headers =
        WebhookSignature.headers(
            new Secret("0123456789abcdef"), 1_796_000_523, "{\"text\":\"hi\"}".getBytes(UTF_8));
    assertThat(headers)
        .isEqualTo(
            Map.of(
                "x-sluice-timestamp",
                "1796000523",
                "x-sluice-signature",
                "v1=07dcc34a398bb6b6f28fc37f3e150c2e8e91948c21c078d736533b0f928f6a4a"));
  }
}
