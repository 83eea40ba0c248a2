package dev.sluice.lab.hostile;

import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.stored.StateIds;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The cases of H30: another team's stored responses, by their names and by all that looks like
/// one.
final class StoredCases {
  private static final String PATH = "/v1/responses";
  private static final String MODEL = "up/ok";
  private static final int NOT_FOUND = 404;
  private static final Pattern NAME = Pattern.compile("\"id\":\"(resp_[^\"]+)\"");

  private StoredCases() {}

  /// What the attacker makes of the name of what the other team has left.
  @FunctionalInterface
  private interface Forgery {
    /// @param theirs the name that the other team has
    /// @param mine a name that the attacker has
    String of(Site site, String theirs, String mine);
  }

  static List<HostileCase> all() {
    List<HostileCase> all = new ArrayList<>();
    Setup.TEAMS.forEach(setup -> add(all, setup));
    return all;
  }

  private static void add(List<HostileCase> cases, Setup setup) {
    Map<String, Forgery> forgeries =
        Map.of(
            "as it is", (_, theirs, _) -> theirs,
            "without its mark", (_, theirs, _) -> own(theirs),
            "cut", (_, theirs, _) -> theirs.substring(0, theirs.length() - 1),
            "changed", (_, theirs, _) -> changed(theirs),
            "with my mark", (_, theirs, mine) -> own(theirs) + mark(mine),
            "with a mark of before", StoredCases::old);
    new TreeMap<>(forgeries)
        .forEach(
            (how, forgery) -> {
              String title = "another team's response " + how;
              String expected = "404 each, nothing sent; the team goes on";
              cases.add(
                  new HostileCase("H30", title, expected, setup, site -> attack(site, forgery)));
            });
  }

  private static AttackResult attack(Site site, Forgery forgery) throws IOException {
    String theirs = name(make(site, Setup.FIRST_KEY, ""));
    String mine = name(make(site, Setup.SECOND_KEY, ""));
    String forged = forgery.of(site, theirs, mine);
    int before = site.provider().askedForResponses();
    for (RawAnswer answer : tried(site, forged)) {
      if (answer.status() != NOT_FOUND) {
        return new AttackResult(false, answer.summary());
      }
    }
    int sent = site.provider().askedForResponses() - before;
    return new AttackResult(sent == 0, sent + " requests sent to the provider")
        .and(goesOn(site, theirs))
        .and(new AttackResult(true, "404 each, the team goes on"));
  }

  /// Asks all that can be asked with a name.
  private static List<RawAnswer> tried(Site site, String name) throws IOException {
    String path = PATH + "/" + name;
    String key = Setup.SECOND_KEY;
    return List.of(
        ask(site, key, "GET", path, ""),
        ask(site, key, "GET", path + "?stream=true", ""),
        ask(site, key, "GET", path + "/input_items", ""),
        ask(site, key, "POST", path + "/cancel", ""),
        ask(site, key, "DELETE", path, ""),
        make(site, key, ",\"previous_response_id\":\"" + name + "\""),
        make(site, key, ",\"stream\":true,\"previous_response_id\":\"" + name + "\""),
        make(site, key, ",\"store\":false,\"conversation\":\"" + name + "\""),
        make(site, key, ",\"conversation\":{\"id\":\"" + name + "\"}"));
  }

  /// The team itself reads, continues and deletes, with any of its keys.
  private static AttackResult goesOn(Site site, String theirs) throws IOException {
    String path = PATH + "/" + theirs;
    String before = ",\"previous_response_id\":\"" + theirs + "\"";
    return AttackResult.status(ask(site, Setup.FIRST_KEY, "GET", path, ""), 200)
        .and(AttackResult.status(make(site, Setup.THIRD_KEY, before), 200))
        .and(AttackResult.status(ask(site, Setup.THIRD_KEY, "DELETE", path, ""), 200));
  }

  private static RawAnswer make(Site site, String key, String more) throws IOException {
    String body = "{\"model\":\"%s\",\"input\":\"hello\"%s}".formatted(MODEL, more);
    return ask(site, key, "POST", PATH, body);
  }

  private static RawAnswer ask(Site site, String key, String method, String path, String body)
      throws IOException {
    String head =
        "%s %s HTTP/1.1\r\n%s%sAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, path, Requests.HOST, Requests.JSON, key, body.length());
    try (RawConnection client = site.connect()) {
      return client.write(head + body).answer();
    }
  }

  private static String name(RawAnswer answer) throws IOException {
    Matcher name = NAME.matcher(answer.body());
    if (!name.find()) {
      throw new IOException("no name in " + answer.summary());
    }
    return name.group(1);
  }

  /// Returns the provider's own part of a name.
  private static String own(String name) {
    return StateIds.plain(name);
  }

  private static String mark(String name) {
    return name.substring(own(name).length());
  }

  private static String changed(String name) {
    int at = name.length() - 10;
    return name.substring(0, at) + (name.charAt(at) == 'A' ? 'B' : 'A') + name.substring(at + 1);
  }

  /// A mark without an owner, as it is made where clients have no keys.
  private static String old(Site site, String theirs, String mine) {
    Secret secret = new Secret(Setup.SECRET);
    URI url = URI.create("http://127.0.0.1:" + site.provider().port() + "/v1");
    var up = new ProviderConfig("up", ProviderType.COMPATIBLE, url, List.of(secret), true);
    String own = own(theirs);
    return own + new StateIds(up, Optional.of(secret)).mark(own);
  }
}
