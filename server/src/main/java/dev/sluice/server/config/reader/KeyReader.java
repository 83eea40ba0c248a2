package dev.sluice.server.config.reader;

import dev.sluice.call.request.Band;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.config.value.ConfigProblem;
import dev.sluice.server.config.value.Credential;
import dev.sluice.server.config.value.Type;
import dev.sluice.server.config.value.Types;
import dev.sluice.server.config.yaml.Section;
import dev.sluice.server.edge.client.Client;
import dev.sluice.server.edge.client.ClientKey;
import dev.sluice.server.edge.client.Tenancy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `server.keys`: strings, and entries that say more. Names and tenants are shown to people,
/// so none of them may be a key.
final class KeyReader {
  private static final String ANY = "*";
  private static final Credential KEY = new Credential();
  private static final Type<String> NAME = new Name.Value();
  private static final Type<String> TENANT = new Tenant();
  private static final Type<Band> BAND = Types.oneOf(bands());

  /// How keys without a name are called.
  private static final Pattern BY_PLACE = Pattern.compile("key-\\d+");

  private final Set<String> secrets = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  /// Whether a tenant is one key's own, or has been given to keys by its name.
  private final Map<String, Boolean> tenants = new HashMap<>();

  private int position;

  private KeyReader() {}

  static List<ClientKey> read(Section server) {
    var reader = new KeyReader();
    return server.each("keys", reader.new Plain(), reader::entry);
  }

  /// A key alone.
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
    Optional<String> tenant = in.get("tenant", TENANT);
    Band highest = in.get("priority", BAND, ClientKey.HIGHEST);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    checkName(name.get(), in);
    checkTenant(name.get(), tenant, in);
    key.flatMap(this::wrong).ifPresent(what -> in.fail("key", what));
    return key.map(secret -> key(name.get(), secret, tenant, highest));
  }

  private static ClientKey key(String name, Secret key, Optional<String> tenant, Band highest) {
    Tenancy tenancy =
        tenant.filter(ANY::equals).isPresent()
            ? new Tenancy.Divided(name)
            : new Tenancy.Fixed(tenant.orElse(name));
    return new ClientKey(key, new Client(name, tenancy, highest), false);
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

  /// A key that is a tenant of its own shares nothing with another because of a name.
  private void checkTenant(String name, Optional<String> tenant, Section in) {
    boolean own = tenant.isEmpty() || tenant.get().equals(ANY);
    String counted = own ? name : tenant.get();
    Boolean before = tenants.putIfAbsent(counted, own);
    if (secrets.contains(counted)) {
      in.fail("tenant", "must not be a key: tenants are shown to people");
    } else if (before != null && before != own) {
      in.fail(
          own ? "name" : "tenant",
          "must not be both a tenant and the name of a key without one: give both the same tenant");
    }
  }

  /// The fault of a key beside those before it.
  private Optional<String> wrong(Secret secret) {
    String text = secret.reveal();
    if (names.contains(text) || tenants.containsKey(text)) {
      return Optional.of("must not be the name or tenant of a key: those are shown to people");
    }
    return secrets.add(text)
        ? Optional.empty()
        : Optional.of("must be another than the keys before it");
  }

  /// A tenant's name, or `*`.
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

  private static Map<String, Band> bands() {
    Map<String, Band> bands = new LinkedHashMap<>();
    for (Band band : Band.values()) {
      bands.put(band.name().toLowerCase(Locale.ROOT), band);
    }
    return bands;
  }
}
