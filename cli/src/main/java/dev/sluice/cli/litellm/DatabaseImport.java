package dev.sluice.cli.litellm;

import dev.sluice.accounts.AccountImport;
import dev.sluice.accounts.AccountImport.ImportedKey;
import dev.sluice.accounts.AccountImport.ImportedTeam;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.ChangeRefused;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.ForeignDatabase;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.text.Plural;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.server.config.reader.ConfigFile;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Fills the store of a configuration with the teams and keys of LiteLLM's database.
record DatabaseImport(Console console, DatabaseUrl url) {
  private static final String ACTOR = "import litellm";

  /// How many sentences of a kind are printed.
  private static final int SHOWN = 100;

  private static final String PASSWORD_SHOWN =
      "the list of processes shows others on this machine the password in --database:"
          + " set DATABASE_URL to the URL, and name --database without it";

  /// Makes an import from the database that an argument names; an empty one stands for the variable
  /// `DATABASE_URL`. A password in the argument is told, since every user of the machine can read
  /// it there.
  ///
  /// @throws CannotStart if there is no URL, or not one of such a database
  static DatabaseImport of(Console console, String argument) throws CannotStart {
    if (argument.isEmpty()) {
      return new DatabaseImport(console, DatabaseUrl.read(variable(console.env()), console.env()));
    }
    DatabaseUrl url = DatabaseUrl.read(argument, console.env());
    if (url.hasPassword()) {
      console.err().println(PASSWORD_SHOWN);
    }
    return new DatabaseImport(console, url);
  }

  private static String variable(Map<String, String> env) throws CannotStart {
    String url = env.get("DATABASE_URL");
    if (url == null || url.isBlank()) {
      throw new CannotStart(
          "--database without a URL reads DATABASE_URL, which is not set: set it to LiteLLM's");
    }
    return url;
  }

  /// Takes over what the store has not.
  ///
  /// @param config the configuration that names the store
  /// @param dry whether nothing is written
  /// @throws CannotStart if one of both cannot be opened, or does not take it
  void into(String config, boolean dry) throws CannotStart, InterruptedException {
    StoreConfig store = store(config);
    try {
      ForeignTables tables =
          ForeignDatabase.read(url.jdbc(), url.name(), sql -> ForeignTables.read(sql, url.name()))
              .orThrow();
      try (Accounts accounts = Accounts.open(store, Clock.SYSTEM)) {
        into(accounts, tables, dry);
      }
    } catch (StoreException | ChangeRefused e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }

  private void into(Accounts accounts, ForeignTables tables, boolean dry)
      throws StoreException, CannotStart, InterruptedException {
    Optional<String> trouble = accounts.trouble();
    if (trouble.isPresent()) {
      throw new CannotStart(trouble.get());
    }
    AccountPlan plan =
        AccountPlan.of(tables, accounts.keys().now(), Clock.SYSTEM.wall().toEpochMilli());
    if (!dry) {
      AccountImport imports = accounts.changes().imports();
      imports.teams(ACTOR, plan.teams());
      imports.keys(ACTOR, plan.keys());
    }
    print(plan, accounts.name(), dry);
  }

  /// Reads what a file says of its store, whose other variables may be unset.
  private StoreConfig store(String config) throws CannotStart {
    var env = new StandIns(console.env());
    Optional<StoreConfig> store;
    try {
      store = ConfigFile.load(config, env).config().store();
    } catch (ConfigException e) {
      throw new CannotStart(e.getMessage() + env.said());
    }
    StoreConfig there =
        store.orElseThrow(
            () -> new CannotStart(config + " has no store: add `store: {path: data}`"));
    if (there.url().filter(one -> one.reveal().contains(Importer.STAND_IN)).isPresent()) {
      throw new CannotStart("store.url of " + config + " is not known" + env.said());
    }
    return there;
  }

  private void print(AccountPlan plan, String store, boolean dry) {
    plan.teams().forEach(team -> console.out().println(line(team)));
    plan.keys().forEach(key -> console.out().println(line(key)));
    print("different", plan.remarks());
    print("left out", plan.leftOut());
    console
        .err()
        .printf(
            "%s: %s and %s %s %s; %s there before, %d left out%n",
            url.name().replaceFirst("^of ", ""),
            Plural.of(plan.teams().size(), "team"),
            Plural.of(plan.keys().size(), "key"),
            dry ? "would go into" : "went into",
            store,
            Plural.of(plan.there(), "key"),
            plan.leftOut().size());
  }

  private void print(String kind, List<String> sentences) {
    sentences.stream()
        .limit(SHOWN)
        .forEach(sentence -> console.err().println(kind + ": " + sentence));
    if (sentences.size() > SHOWN) {
      console.err().printf("%s: %d more%n", kind, sentences.size() - SHOWN);
    }
  }

  private static String line(ImportedTeam team) {
    return "team " + team.name() + terms(team.budget(), team.spent());
  }

  private static String line(ImportedKey key) {
    return "key %s/%s%s"
        .formatted(
            key.key().team(), key.key().name(), terms(key.key().terms().budget(), key.spent()));
  }

  private static String terms(BudgetTerms budget, long spent) {
    String budgets = budget.budgets().isEmpty() ? "" : " " + String.join(",", budget.budgets());
    return budgets + " spent " + Money.text(spent);
  }

  /// An environment in which every variable is set, to a URL where it is not.
  private static final class StandIns extends AbstractMap<String, String> {
    private final Map<String, String> env;
    private final Set<String> missing = new TreeSet<>();

    StandIns(Map<String, String> env) {
      this.env = env;
    }

    @Override
    public String get(Object name) {
      if (!env.containsKey(name)) {
        missing.add(String.valueOf(name));
      }
      return env.getOrDefault(name, Importer.STAND_IN);
    }

    /// Which variables are not set, behind a sentence.
    String said() {
      return missing.isEmpty() ? "" : "; not set here: " + String.join(", ", missing);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return env.entrySet();
    }
  }
}
