package dev.sluice.lab.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.accounts.AccountChanges;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The keys that call: one of the configuration, and some of the store. The keys, their teams, and
/// all of them together have budgets.
///
/// @param all call `n` shows the `n`th, over and over
record LabKeys(List<LabKey> all) {
  static final String BUDGET = "100000USD/total";

  private static final String ACTOR = "lab";
  private static final String STORED = "search";
  private static final String FIXED = "ops";
  private static final String FIXED_NAME = "web";
  private static final int COUNT = 3;

  /// A key, with the secret that calls show.
  record LabKey(String id, String secret, String team) {}

  /// Makes the keys of the store.
  static LabKeys in(StoreConfig config) throws StoreException, InterruptedException {
    var keys = new ArrayList<LabKey>();
    keys.add(new LabKey(FIXED_NAME, LedgerLab.KEY, FIXED));
    var budget = new BudgetTerms(List.of(BUDGET), false);
    try (Accounts accounts = Accounts.open(config, Clock.SYSTEM)) {
      accounts.changes().createTeam(ACTOR, STORED, budget);
      for (int i = 0; i < COUNT; i++) {
        AccountChanges.Issued key = accounts.changes().createKey(ACTOR, key("key" + i, budget));
        keys.add(new LabKey(key.key().id(), key.secret().text(), STORED));
      }
    }
    return new LabKeys(List.copyOf(keys));
  }

  /// Makes the keys of the store by the admin listener of a gateway.
  static LabKeys by(AdminView admin) throws IOException, InterruptedException {
    var keys = new ArrayList<LabKey>();
    keys.add(new LabKey(FIXED_NAME, LedgerLab.KEY, FIXED));
    String budgets = "\"budgets\": [\"" + BUDGET + "\"]";
    JsonNode _ = admin.post("/admin/v1/teams", "{\"name\": \"%s\", %s}".formatted(STORED, budgets));
    for (int i = 0; i < COUNT; i++) {
      JsonNode made =
          admin.post(
              "/admin/v1/keys",
              "{\"name\": \"key%d\", \"team\": \"%s\", %s}".formatted(i, STORED, budgets));
      String id = made.path("key").path("id").asText();
      keys.add(new LabKey(id, made.path("secret").asText(), STORED));
    }
    return new LabKeys(List.copyOf(keys));
  }

  private static AccountChanges.NewKey key(String name, BudgetTerms budget) {
    KeyTerms all = KeyTerms.upTo(Band.INTERACTIVE);
    var terms = new KeyTerms(all.scope(), all.bands(), all.cache(), all.limits(), budget);
    return new AccountChanges.NewKey(name, STORED, false, 0, terms);
  }

  /// The key of the configuration, as that has it.
  static String fixed() {
    return "{name: %s, key: %s, team: %s, budgets: [%s]}"
        .formatted(FIXED_NAME, LedgerLab.KEY, FIXED, BUDGET);
  }

  /// A key that has the right form, and that no store knows.
  static String stranger() {
    var random = new SecureRandom();
    return KeySecret.of(KeySecret.newId(random), random).text();
  }

  List<String> secrets() {
    return all.stream().map(LabKey::secret).toList();
  }

  List<String> ids() {
    return all.stream().map(LabKey::id).toList();
  }

  /// Returns the key that a call has shown.
  LabKey of(String call) {
    int number = Integer.parseInt(call.substring(call.indexOf('-') + 1));
    return all.get(number % all.size());
  }

  /// Returns the names of all budgets that a call of a key counts in, as [AdminView#budgets] has
  /// them.
  static Stream<String> budgets(LabKey key) {
    Stream<String> own = Stream.of("key:" + key.id(), "all:");
    return key.team().equals(STORED) ? Stream.concat(own, Stream.of("team:" + STORED)) : own;
  }
}
