package dev.sluice.dialect;

import dev.sluice.dialect.codec.DialectCodec;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.Optional;
import java.util.OptionalLong;

/// A translation of the question how many tokens a conversation has, from a client's dialect to the
/// form in which a provider counts. The count is of the request that the provider would get for the
/// conversation itself, but for what it does not count. Immutable and safe for any number of
/// threads.
public final class CountTranslation {
  private final DialectCodec client;
  private final CountForm form;

  private CountTranslation(DialectCodec client, CountForm form) {
    this.client = client;
    this.form = form;
  }

  /// The translation from `client` to a provider's form.
  ///
  /// @throws IllegalArgumentException if both have one dialect: such counts pass as they are
  public static CountTranslation of(WireDialect client, CountForm form) {
    if (client == form.dialect()) {
      throw new IllegalArgumentException("nothing to translate from " + client + " to itself");
    }
    return new CountTranslation(client.codec(), form);
  }

  /// Returns the question for the provider; empty where the conversation cannot be carried, or is
  /// not all in the body.
  ///
  /// @param model the model that is asked, as callers name it
  /// @throws HeapMeter.NoRoomException if there is no room for what is built
  public Optional<byte[]> question(byte[] body, String model, TargetRules rules, HeapMeter meter) {
    DialectCodec provider = form.dialect().codec();
    try {
      if (client.elsewhere(body, meter).isPresent()) {
        return Optional.empty();
      }
      HubRequest request = client.decodeCount(body, meter).asking(model, false);
      var names = new ToolNames(request.tools(), provider.toolNameMax());
      var losses = new Losses(rules.strict(), client.settingNames(request.settings()));
      byte[] whole =
          provider.encodeRequest(Translation.out(body, meter), request, rules, names, losses);
      return Optional.of(form.question(whole, rules.model(), meter));
    } catch (Untranslatable e) {
      return Optional.empty();
    }
  }

  /// Returns the number that the provider's answer tells; empty where it tells none.
  ///
  /// @throws HeapMeter.NoRoomException if there is no room for what is built
  public OptionalLong tokens(byte[] answer, HeapMeter meter) {
    return form.tokens(answer, meter);
  }
}
