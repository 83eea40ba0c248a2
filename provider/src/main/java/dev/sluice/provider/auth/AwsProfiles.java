package dev.sluice.provider.auth;

import dev.sluice.config.provider.AwsAuth.Profile;
import dev.sluice.config.provider.AwsAuth.Role;
import dev.sluice.config.provider.AwsAuth.Source;
import dev.sluice.config.provider.AwsAuth.WebIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The profiles of AWS' configuration files, as they were read for one fetch. A profile with a role
/// is the role and never the keys beside it, which may be the base of the role at most.
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
///
/// Limitations: no single sign-on and no console login; `credential_process` with `aws configure
/// export-credentials` does for both.
final class AwsProfiles {
  private static final String DEFAULT_SESSION = "sluice";
  private static final int OK = 200;

  /// How long keys of a file are used without another look at it.
  private static final Duration LIFE = Duration.ofMinutes(15);

  private static final List<String> KEYS =
      List.of("aws_access_key_id", "aws_secret_access_key", "aws_session_token");

  /// The names by which tools write the end of keys beside them.
  private static final List<String> ENDS = List.of("aws_expiration", "x_security_token_expires");

  private final Profile from;
  private final AwsCredentials sources;
  private final Map<String, Map<String, String>> profiles;

  private AwsProfiles(
      Profile from, AwsCredentials sources, Map<String, Map<String, String>> profiles) {
    this.from = from;
    this.sources = sources;
    this.profiles = profiles;
  }

  /// Reads the two files; one of them may be missing.
  static AwsProfiles read(Profile from, AwsCredentials sources, CredentialIo io)
      throws CredentialException, InterruptedException {
    var profiles = new HashMap<String, Map<String, String>>();
    Optional<CredentialException> missing = Optional.empty();
    for (boolean config : new boolean[] {true, false}) {
      try {
        String text = io.read(config ? from.config() : from.credentials());
        IniText.read(text, config).forEach((name, of) -> add(of, into(profiles, name)));
      } catch (CredentialException e) {
        if (missing.isPresent()) {
          throw e;
        }
        missing = Optional.of(e);
      }
    }
    return new AwsProfiles(from, sources, profiles);
  }

  private static Map<String, String> into(Map<String, Map<String, String>> profiles, String name) {
    return profiles.computeIfAbsent(name, _ -> new HashMap<>());
  }

  /// Adds what the second file has of a profile, which counts. Keys are of one file: where it has a
  /// part of them, it has all.
  private static void add(Map<String, String> more, Map<String, String> profile) {
    if (KEYS.stream().anyMatch(more::containsKey)) {
      KEYS.forEach(profile::remove);
      ENDS.forEach(profile::remove);
    }
    profile.putAll(more);
  }

  Issued<AwsKeys> keys(CredentialIo io) throws CredentialException, InterruptedException {
    return keys(from.name(), new HashSet<>(), io);
  }

  private Issued<AwsKeys> keys(String name, Set<String> seen, CredentialIo io)
      throws CredentialException, InterruptedException {
    Map<String, String> profile = profile(name);
    boolean again = !seen.add(name);
    if (profile.containsKey("role_arn") && !again) {
      return ofRole(name, profile, seen, io);
    }
    return plain(name, profile, io);
  }

  private Map<String, String> profile(String name) throws CredentialException {
    Map<String, String> profile = profiles.get(name);
    if (profile == null) {
      throw CredentialException.temporary(
          "the AWS profile %s is neither in %s nor in %s"
              .formatted(name, from.config(), from.credentials()));
    }
    return profile;
  }

  private Issued<AwsKeys> ofRole(
      String name, Map<String, String> profile, Set<String> seen, CredentialIo io)
      throws CredentialException, InterruptedException {
    Role role = role(name, profile);
    String file = profile.getOrDefault("web_identity_token_file", "");
    if (!file.isEmpty()) {
      return sources.fetch(new WebIdentity(file, role), io);
    }
    String base = profile.getOrDefault("source_profile", "");
    String named = profile.getOrDefault("credential_source", "");
    if (base.isEmpty() == named.isEmpty()) {
      throw bad(name, "needs source_profile or credential_source beside its role_arn");
    }
    AwsKeys by =
        base.isEmpty()
            ? sources.fetch(named(name, named), io).credential()
            : base(name, base, seen, io).credential();
    return sources.sts().assume(role, by, io);
  }

  /// A profile may name itself as the one that assumes its role, by its own keys; any other circle
  /// has no beginning.
  private Issued<AwsKeys> base(String name, String base, Set<String> seen, CredentialIo io)
      throws CredentialException, InterruptedException {
    if (seen.contains(base) && !base.equals(name)) {
      throw bad(name, "is its own source_profile by a circle of profiles");
    }
    return keys(base, seen, io);
  }

  private Source named(String profile, String word) throws CredentialException {
    Source source = from.others().get(word);
    if (source == null) {
      throw bad(profile, "names a credential_source that this machine has not");
    }
    return source;
  }

  private static Role role(String name, Map<String, String> profile) throws CredentialException {
    String external = profile.getOrDefault("external_id", "");
    try {
      return new Role(
          profile.getOrDefault("role_arn", ""),
          profile.getOrDefault("role_session_name", DEFAULT_SESSION),
          external.isEmpty() ? Optional.empty() : Optional.of(external),
          Optional.empty(),
          Map.of());
    } catch (IllegalArgumentException e) {
      throw bad(name, "has a role that cannot be assumed: " + e.getMessage());
    }
  }

  private Issued<AwsKeys> plain(String name, Map<String, String> profile, CredentialIo io)
      throws CredentialException, InterruptedException {
    if (KEYS.stream().anyMatch(profile::containsKey)) {
      return written(name, profile, io.now());
    }
    String command = profile.getOrDefault("credential_process", "");
    if (command.isEmpty()) {
      throw bad(
          name,
          "has no keys, no role and no credential_process: for single sign-on add"
              + " `credential_process = aws configure export-credentials --profile NAME`");
    }
    String output = io.run(command);
    return MachineKeys.keys(
        new TokenAnswer(OK, Map.of(), output), "the credential_process of profile " + name);
  }

  /// The keys that a profile has, for a while: whoever writes the file may write others.
  private static Issued<AwsKeys> written(String name, Map<String, String> profile, Instant now)
      throws CredentialException {
    String id = profile.getOrDefault("aws_access_key_id", "");
    String secret = profile.getOrDefault("aws_secret_access_key", "");
    String session = profile.getOrDefault("aws_session_token", "");
    if (id.isEmpty() || secret.isEmpty()) {
      throw CredentialException.temporary(
          "the AWS profile %s has a part of its keys alone".formatted(name));
    }
    return new Issued<>(new AwsKeys(id, secret, session), ends(profile, now.plus(LIFE)));
  }

  /// When keys have to be looked at again: an end that is written beside them is sooner, if at all.
  private static Instant ends(Map<String, String> profile, Instant latest) {
    Instant ends = latest;
    for (String name : ENDS) {
      ends = earlier(profile.getOrDefault(name, ""), ends);
    }
    return ends;
  }

  private static Instant earlier(String text, Instant latest) {
    try {
      Instant told = OffsetDateTime.parse(text).toInstant();
      return told.isBefore(latest) ? told : latest;
    } catch (DateTimeParseException e) {
      return latest; // none, or in the form of a tool that is not known
    }
  }

  private static CredentialException bad(String name, String what) {
    return CredentialException.refused("the AWS profile " + name + " " + what);
  }
}
