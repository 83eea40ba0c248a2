package dev.sluice.server.config.reader;

import static java.time.ZoneOffset.UTC;

import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.PlainName;
import dev.sluice.config.value.Type;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.client.Tenancy;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The reader of `server.keys`: strings, and entries that say more, in a list, or in a section
/// beside what holds for all of them. Names and teams are shown to people, so none of them may be a
/// key.
final class KeyReader {
  private static final String ANY = "*";
  private static final Credential KEY = new Credential();
  private static final Type<String> NAME = new PlainName();
  private static final Type<String> TENANT = new Tenant();

  /// The form of the names that keys without a name get.
  private static final Pattern BY_PLACE = Pattern.compile("key-\\d+");

  private static final Pattern UNTIL = Pattern.compile("^until +");
  private static final String UNTIL_MUST =
      "must be until and a day or an instant in UTC, such as until 2026-12-31 or until"
          + " 2026-12-31T18:00:00Z";

  private final Set<String> secrets = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  /// Whether a team is one key's own, or has been given to keys by its name.
  private final Map<String, Boolean> teams = new HashMap<>();

  private int position;

  private KeyReader() {}

  /// The keys of a configuration.
  ///
  /// @param oldNames until when names of what providers hold may be used that prove no owner, in
  ///   milliseconds since 1970; 0 for never
  public record Keys(List<ClientKey> keys, long oldNames) {}

  /// Reads a list, or a section with one.
  ///
  /// @param stored whether there are keys in a store, too
  public static Keys read(Section server, boolean stored) {
    var reader = new KeyReader();
    if (server.names("keys").isEmpty()) {
      return new Keys(reader.list(server, "keys"), 0);
    }
    return server.in("keys", in -> reader.section(in, stored));
  }

  private List<ClientKey> list(Section in, String key) {
    return in.each(key, new Plain(), this::entry);
  }

  private Keys section(Section in, boolean stored) {
    if (!in.has("list") && !stored) {
      in.fail("has no list, and there is no store: add `list: [\"${env:NAME}\"]`");
    }
    return new Keys(list(in, "list"), in.get("old_names", KeyReader::until, 0L));
  }

  /// The end of a time that is said as `until 2026-12-31`, that day included, or with an instant.
  private static long until(String text) throws ConfigProblem {
    try {
      String end = UNTIL.matcher(text).replaceFirst("");
      if (end.length() == text.length()) {
        throw new ConfigProblem(UNTIL_MUST);
      }
      return end.contains("T")
          ? Instant.parse(end).toEpochMilli()
          : LocalDate.parse(end).plusDays(1).atStartOfDay(UTC).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new ConfigProblem(UNTIL_MUST);
    }
  }

  /// The type of a key that is a secret alone.
  private final class Plain implements Type<ClientKey> {
    @Override
    public ClientKey read(String text) throws ConfigProblem {
      position++;
      Secret secret = KEY.read(text);
      Optional<String> wrong = wrong(secret);
      if (wrong.isPresent()) {
        throw new ConfigProblem(wrong.get());
      }
      return ClientKey.plain(position, secret);
    }

    @Override
    public String show(String raw) {
      return KEY.show(raw);
    }
  }

  private Optional<ClientKey> entry(Section in) {
    position++;
    Optional<String> name = in.need("name", NAME, "add `name: NAME`, what it is called");
    Optional<Secret> key = in.need("key", KEY, "add `key: \"${env:NAME}\"`");
    Team team = team(in);
    KeyTerms terms = TermsReader.read(in);
    long expires = in.get("expires", TermsReader::instant, 0L);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    checkName(name.get(), in);
    checkTeam(name.get(), team, in);
    key.flatMap(this::wrong).ifPresent(what -> in.fail("key", what));
    var client = new Client(name.get(), team.tenancy(name.get()), terms);
    return key.map(secret -> new ClientKey(secret, client, false, expires, team.name().isEmpty()));
  }

  /// The team of an entry, under the key that names it: `team`, or the older `tenant`, whose `*`
  /// says that its header names parts of it.
  ///
  /// @param key the key that says it
  /// @param name empty where the key is a team of its own
  private record Team(String key, Optional<String> name, boolean divided) {
    Tenancy tenancy(String own) {
      String team = name.orElse(own);
      return divided ? new Tenancy.Divided(team) : new Tenancy.Fixed(team);
    }
  }

  private static Team team(Section in) {
    Optional<String> team = in.get("team", NAME);
    Optional<String> tenant = in.get("tenant", TENANT);
    boolean divided = tenant.filter(ANY::equals).isPresent();
    if (tenant.isEmpty() || divided) {
      return new Team("team", team, divided);
    }
    in.note("tenant", "is read as team, its name from now on: write `team: " + tenant.get() + "`");
    if (in.has("team")) {
      in.fail("tenant", "says what team says: remove it");
    }
    return new Team("tenant", tenant, false);
  }

  private void checkName(String name, Section in) {
    if (BY_PLACE.matcher(name).matches()) {
      in.fail("name", "must not be key- and a number, as keys without a name are called");
    } else if (secrets.contains(name)) {
      in.fail("name", "must not be a key: names are shown to people");
    } else if (!names.add(name)) {
      in.fail("name", "must be another than those of the keys before it");
    }
  }

  /// Checks the team of a key. A key that is a team of its own shares nothing with another because
  /// of a name.
  private void checkTeam(String name, Team team, Section in) {
    boolean own = team.name().isEmpty();
    String counted = team.name().orElse(name);
    Boolean before = teams.putIfAbsent(counted, own);
    if (secrets.contains(counted)) {
      in.fail(team.key(), "must not be a key: teams are shown to people");
    } else if (before != null && before != own) {
      in.fail(
          own ? "name" : team.key(),
          "must not be both a team and the name of a key without one: give both the same team");
    }
  }

  /// Finds the fault of a secret beside the keys that were read before.
  private Optional<String> wrong(Secret secret) {
    String text = secret.reveal();
    if (KeySecret.isMeant(text)) {
      return Optional.of("must not begin with sk-slc-: such keys are those of a store");
    }
    if (names.contains(text) || teams.containsKey(text)) {
      return Optional.of("must not be the name or team of a key: those are shown to people");
    }
    return secrets.add(text)
        ? Optional.empty()
        : Optional.of("must be another than the keys before it");
  }

  /// The type of a tenant: a team's name, or `*`.
  private static final class Tenant implements Type<String> {
    @Override
    public String read(String text) throws ConfigProblem {
      try {
        return text.equals(ANY) ? ANY : NAME.read(text);
      } catch (ConfigProblem e) {
        throw e.or(", or *");
      }
    }

    @Override
    public String show(String raw) {
      return NAME.show(raw);
    }
  }
}
