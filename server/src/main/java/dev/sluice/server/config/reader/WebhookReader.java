package dev.sluice.server.config.reader;

import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.config.WebhookConfig;
import dev.sluice.server.config.WebhookConfig.Form;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The reader of `webhooks`.
final class WebhookReader {
  /// How many webhooks there may be: each has a thread of its own.
  private static final int MOST = 8;

  private static final int SECRET_LEAST = 16;
  private static final Type<Form> FORM = Types.oneOf(Form.class);

  private WebhookReader() {}

  /// Reads the webhooks.
  public static List<WebhookConfig> read(Section root) {
    if (!root.has("webhooks")) {
      return List.of();
    }
    Set<URI> urls = new HashSet<>();
    List<WebhookConfig> read = root.each("webhooks", in -> webhook(in, urls));
    if (read.size() > MOST) {
      root.fail("webhooks", "must be at most " + MOST);
    }
    return read;
  }

  private static Optional<WebhookConfig> webhook(Section in, Set<URI> urls) {
    Optional<URI> url = in.need("url", new WebhookUrl(), "add `url: \"${env:NAME}\"`");
    Form form = in.get("form", FORM, Form.JSON);
    Optional<Secret> secret = in.get("secret", new Credential());
    if (url.isPresent() && !urls.add(url.get())) {
      in.fail("url", "must be another than those of the webhooks before it");
    }
    if (secret.isPresent() && secret.get().reveal().length() < SECRET_LEAST) {
      in.fail("secret", "must have at least " + SECRET_LEAST + " characters");
    }
    return url.map(to -> new WebhookConfig(to, form, secret));
  }
}
