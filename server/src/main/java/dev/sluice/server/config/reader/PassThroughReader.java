package dev.sluice.server.config.reader;

import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.UsageMember;
import dev.sluice.call.request.UsageMember.Count;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.PlainName;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.config.AllowedPath;
import dev.sluice.server.config.PassThroughConfig;
import dev.sluice.server.config.PassThroughConfig.Told;
import dev.sluice.server.config.ProviderBatches;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The reader of `passthrough`.
final class PassThroughReader {
  private static final String INPUT = "input";
  private static final String OUTPUT = "output";
  private static final int MOST_UNITS = 1_000_000;
  private static final int LONGEST = 8;

  private static final Type<String> COUNTED = Types.oneOf(counted());

  private static final Type<AllowedPath> PATH =
      text -> {
        try {
          return AllowedPath.of(text);
        } catch (IllegalArgumentException e) {
          throw new ConfigProblem(String.valueOf(e.getMessage()));
        }
      };

  private static final Type<List<String>> MEMBER =
      text -> {
        if (!text.matches("[A-Za-z0-9_-]{1,64}(\\.[A-Za-z0-9_-]{1,64}){0," + (LONGEST - 1) + "}")) {
          throw new ConfigProblem(
              "must be the names of members with dots between them, at most %d, such as usage.pages"
                  .formatted(LONGEST));
        }
        return List.of(text.split("\\.", -1));
      };

  private static final Type<String> TEAM =
      text -> {
        if (!PlainName.is(text)) {
          throw new ConfigProblem("must be a team's name: " + PlainName.MUST);
        }
        return text;
      };

  private final Map<String, ProviderConfig> providers;

  private PassThroughReader(GatewayConfig gateway) {
    this.providers =
        gateway.providers().stream()
            .collect(
                Collectors.toMap(
                    ProviderConfig::name, one -> one, (first, _) -> first, LinkedHashMap::new));
  }

  private static Map<String, String> counted() {
    Map<String, String> words = new LinkedHashMap<>();
    Stream<String> units =
        Stream.of(PricedExtra.values())
            .filter(extra -> extra.isUnit() && extra != PricedExtra.CALL)
            .map(PricedExtra::word);
    Stream.concat(Stream.of(INPUT, OUTPUT), units).forEach(word -> words.put(word, word));
    return words;
  }

  /// Reads the section of a file.
  ///
  /// @param gateway its providers
  static List<PassThroughConfig> read(Section root, GatewayConfig gateway) {
    return root.has("passthrough")
        ? root.named("passthrough", new PassThroughReader(gateway)::one)
        : List.of();
  }

  private Optional<PassThroughConfig> one(String name, Section in) {
    if (!PlainName.is(name)) {
      in.fail("must have a name of " + PlainName.MUST);
    }
    if (name.startsWith(ProviderBatches.PREFIX)) {
      in.fail(
          "must not have a name that begins with `%s`, by which the gateway asks providers for batches: write another one"
              .formatted(ProviderBatches.PREFIX));
    }
    Optional<String> provider = in.need("provider", provider(), "add `provider: NAME`");
    List<AllowedPath> allow = in.list("allow", PATH);
    if (!in.has("allow")) {
      in.fail("has no paths: add `allow: [\"POST /v1/ocr\"]`, the methods and paths that pass");
    }
    List<Told> usage = in.has("usage") ? in.each("usage", PassThroughReader::told) : List.of();
    checkUsage(usage, in);
    provider.map(providers::get).ifPresent(asked -> checkSigned(asked, in));
    Set<String> teams = in.has("teams") ? Set.copyOf(in.list("teams", TEAM)) : Set.of();
    return provider.map(asked -> new PassThroughConfig(name, asked, allow, usage, teams));
  }

  private Type<String> provider() {
    Map<String, String> names = new LinkedHashMap<>();
    providers.keySet().forEach(name -> names.put(name, name));
    return names.isEmpty() ? Types.TEXT : Types.oneOf(names);
  }

  /// Signatures are made for paths without a query, which the client chooses here.
  private static void checkSigned(ProviderConfig provider, Section in) {
    if (provider.type() == ProviderType.BEDROCK && provider.keys().isEmpty()) {
      in.fail(
          "provider",
          "must be one whose requests are not signed: give the provider %s a `key`"
              .formatted(provider.name()));
    }
  }

  private static Optional<Told> told(Section in) {
    Optional<String> counted =
        in.need("unit", COUNTED, "add `unit: page`, or what else the member counts");
    Optional<List<String>> path =
        in.need("at", MEMBER, "add `at: usage.pages`, where answers tell it");
    boolean units = counted.filter(PassThroughReader::isOfTokens).isEmpty();
    Optional<Integer> most =
        units ? in.get("most", Types.integer(1, MOST_UNITS)) : Optional.empty();
    if (units && counted.isPresent() && !in.has("most")) {
      in.fail("has no most: add `most: COUNT`, the most of one request");
    }
    int usual = units ? in.get("usual", Types.integer(0, MOST_UNITS), 1) : 0;
    if (most.filter(bound -> bound < usual).isPresent()) {
      in.fail("usual", "must not be more than most");
    }
    if (counted.isEmpty() || path.isEmpty() || (units && most.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(new Told(member(counted.get(), path.get()), usual, most.orElse(0)));
  }

  private static boolean isOfTokens(String word) {
    return word.equals(INPUT) || word.equals(OUTPUT);
  }

  private static UsageMember member(String word, List<String> path) {
    return switch (word) {
      case INPUT -> new UsageMember(Count.INPUT, Optional.empty(), path);
      case OUTPUT -> new UsageMember(Count.OUTPUT, Optional.empty(), path);
      default -> new UsageMember(Count.UNITS, PricedExtra.of(word), path);
    };
  }

  private static void checkUsage(List<Told> usage, Section in) {
    Set<Object> counted = new HashSet<>();
    for (Told told : usage) {
      UsageMember member = told.member();
      if (!counted.add(member.unit().<Object>map(unit -> unit).orElse(member.count()))) {
        in.fail("usage", "must tell each unit once");
      }
    }
    if (counted.contains(Count.INPUT) != counted.contains(Count.OUTPUT)) {
      in.fail("usage", "must tell both input and output, or none: tokens are sold by both");
    }
    checkPaths(usage.stream().map(told -> told.member().path()).toList(), in);
  }

  private static void checkPaths(List<List<String>> paths, Section in) {
    for (int i = 0; i < paths.size(); i++) {
      for (int j = 0; j < paths.size(); j++) {
        if (i != j && begins(paths.get(i), paths.get(j))) {
          in.fail(
              "usage", "must not have a member within another: " + String.join(".", paths.get(j)));
        }
      }
    }
  }

  private static boolean begins(List<String> with, List<String> path) {
    return path.size() >= with.size() && path.subList(0, with.size()).equals(with);
  }
}
