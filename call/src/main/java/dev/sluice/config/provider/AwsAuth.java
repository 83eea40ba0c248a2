package dev.sluice.config.provider;

import static java.util.stream.Collectors.joining;

import dev.sluice.call.text.EnumWords;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Signatures of AWS (Signature Version 4) on each request, by keys that change.
///
/// @param region the region that signatures are for, such as `us-east-1`
/// @param service the service that signatures are for, such as `bedrock`
/// @param source where the keys come from
/// @param roles the roles that are assumed with them, one after the other; mostly none or one
/// @param sts the address of AWS' security token service; empty for the region's own
/// @param sessionTags what tells calls apart for AWS' bill: each of its values gets a session of
///   the last role, which has it as a tag; none for one session for all calls, others only beside
///   the team
public record AwsAuth(
    String region,
    String service,
    Source source,
    List<Role> roles,
    Optional<URI> sts,
    Set<CallLabel> sessionTags)
    implements Auth {
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(?:-[a-z0-9]+)+");

  public AwsAuth {
    roles = List.copyOf(roles);
    sessionTags = Set.copyOf(sessionTags);
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "the region of AWS is '%s'; it must be like us-east-1".formatted(region));
    }
    if (!service.matches("[a-z0-9-]{1,64}")) {
      throw new IllegalArgumentException(
          "the service of AWS is '%s'; it must be like bedrock".formatted(service));
    }
    if (!sessionTags.isEmpty() && roles.isEmpty()) {
      throw new IllegalArgumentException("session_tags are for a role that is assumed: add `role`");
    }
    if (!sessionTags.isEmpty() && !sessionTags.contains(CallLabel.TEAM)) {
      throw new IllegalArgumentException(
          "session_tags names %s without team: parts and keys of all teams would be mixed; add team"
              .formatted(words(sessionTags)));
    }
    if (!roles.isEmpty() && roles.getLast().tags().size() + sessionTags.size() > Role.MOST_TAGS) {
      throw new IllegalArgumentException("tags and session_tags must be 50 at most together");
    }
  }

  private static String words(Set<CallLabel> labels) {
    return labels.stream().sorted().map(EnumWords::of).collect(joining(", "));
  }

  /// A copy of this whose last role has more tags, which go before its own.
  ///
  /// @throws IllegalArgumentException if they are more, or others, than AWS takes
  public AwsAuth tagged(Map<String, String> more) {
    List<Role> others = new ArrayList<>(roles);
    others.add(others.removeLast().tagged(more));
    return new AwsAuth(region, service, source, others, sts, sessionTags);
  }

  /// Where keys come from.
  public sealed interface Source permits Keys, WebIdentity, Container, Instance, Profile {
    /// The source in words, without a secret.
    String words();
  }

  /// Keys that are written down, or stand in the environment.
  ///
  /// @param session the token that belongs to keys that end
  public record Keys(Secret id, Secret secret, Optional<Secret> session) implements Source {
    @Override
    public String words() {
      return "keys of the environment or the configuration";
    }
  }

  /// A token in a file, as Kubernetes puts it there for a service account (IRSA), for which STS
  /// gives the keys of a role.
  ///
  /// @param file the absolute path of the token, which is read anew for each exchange
  public record WebIdentity(String file, Role role) implements Source {
    @Override
    public String words() {
      return "web identity of " + file + " for " + role.arn();
    }
  }

  /// The endpoint of a container's own credentials (ECS, EKS Pod Identity).
  ///
  /// @param url of the endpoint: `https`, or a host that only the machine itself reaches
  /// @param token what the endpoint asks for, where it stands in the environment
  /// @param tokenFile the file that has it, which is read anew each time
  public record Container(URI url, Optional<Secret> token, Optional<String> tokenFile)
      implements Source {
    @Override
    public String words() {
      return "container endpoint " + ShownAddress.of(url);
    }
  }

  /// The metadata service of an EC2 instance (IMDSv2).
  ///
  /// @param endpoint such as `http://169.254.169.254`
  public record Instance(URI endpoint) implements Source {
    @Override
    public String words() {
      return "instance metadata of " + ShownAddress.of(endpoint);
    }
  }

  /// A profile of AWS' configuration files, which are read anew for each exchange: keys, a web
  /// identity, a command (`credential_process`), or a role with the profile that assumes it.
  ///
  /// @param config the path of `config`
  /// @param credentials the path of `credentials`
  /// @param others the sources that `credential_source` may name, by its words
  public record Profile(String name, String config, String credentials, Map<String, Source> others)
      implements Source {
    public Profile {
      others = Map.copyOf(others);
    }

    @Override
    public String words() {
      return "profile " + name + " of " + config;
    }
  }

  /// A role that is assumed.
  ///
  /// @param session the name of the session: 2 to 64 characters of `[A-Za-z0-9_+=,.@-]`
  /// @param life how long its keys live; empty for an hour
  /// @param tags the session tags, by which AWS divides its bill
  public record Role(
      String arn,
      String session,
      Optional<String> externalId,
      Optional<Duration> life,
      Map<String, String> tags) {
    private static final Pattern ARN =
        Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[!-~]{1,512}");
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_+=,.@-]{2,64}");
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final Duration SHORTEST = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final int MOST_TAGS = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    public Role {
      tags = Map.copyOf(tags);
      check(ARN.matcher(arn).matches(), "the role", "like arn:aws:iam::123456789012:role/NAME");
      check(
          SESSION.matcher(session).matches(),
          "the session's name",
          "2 to 64 characters of letters, digits and _+=,.@-");
      check(
          life.filter(l -> l.compareTo(SHORTEST) < 0 || l.compareTo(LONGEST) > 0).isEmpty(),
          "the life of a role's keys",
          "15m to 12h");
      check(tags.size() <= MOST_TAGS, "the tags", "50 at most");
      check(
          tags.keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().count()
              == tags.size(),
          "the names of tags",
          "different in more than capital letters, which AWS does not tell apart");
      tags.forEach(
          (key, value) ->
              check(
                  !key.isEmpty() && fits(key, LONGEST_KEY) && fits(value, LONGEST_VALUE),
                  "a tag",
                  "1 to 128 characters with a value of up to 256: letters, digits, blanks and"
                      + " _.:/=+-@"));
    }

    private Role tagged(Map<String, String> more) {
      Map<String, String> all = new HashMap<>(tags);
      all.keySet().removeIf(name -> more.containsKey(name.toLowerCase(Locale.ROOT)));
      all.putAll(more);
      return new Role(arn, session, externalId, life, all);
    }

    private static boolean fits(String text, int most) {
      return text.length() <= most && TAG.matcher(text).matches();
    }

    private static void check(boolean good, String what, String must) {
      if (!good) {
        throw new IllegalArgumentException(what + " must be " + must);
      }
    }
  }

  @Override
  public String kind() {
    return "aws";
  }

  @Override
  public String proofSource() {
    StringBuilder words = new StringBuilder(source.words());
    roles.forEach(role -> words.append(", then role ").append(role.arn()));
    if (!sessionTags.isEmpty()) {
      String each = words(sessionTags);
      words.append(", with a session for each ").append(each);
    }
    return words.toString();
  }
}
