package dev.sluice.cli.litellm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads where a model of Google Cloud or AWS is, by which interface it is asked there, and by
/// whose identity. What decides the address must stand in the file: it is checked where it is
/// written.
///
/// @param variables get what stands in clear
record CloudReader(Variables variables) {
  static final String VERTEX = "vertex";
  static final String BEDROCK = "bedrock";

  /// The location that LiteLLM asks where none is named.
  private static final String USUAL_LOCATION = "us-central1";

  /// Models of Google's own interface.
  private static final Pattern GOOGLES =
      Pattern.compile("(gemini|text-embedding|text-multilingual-embedding|medlm)-.*");

  private static final Pattern PUBLISHED = Pattern.compile("[a-z][a-z0-9-]*/[^/]+");

  /// What LiteLLM puts in front of a model's id at Bedrock: the interface, and the region.
  private static final Pattern IN_FRONT =
      Pattern.compile(
          "(?:(?:converse|converse_like|invoke)/)?(?:([a-z]{2}(?:-[a-z]+)+-\\d)/)?(.+)");

  private static final Pattern CLAUDE = Pattern.compile("(.*\\.)?anthropic\\.claude-.*");
  private static final Pattern AS_OPENAI = Pattern.compile("(.*\\.)?openai\\..*");
  private static final Pattern VECTORS =
      Pattern.compile("(.*\\.)?(amazon\\.titan-embed-text|cohere\\.embed)-.*");

  /// What the written provider has beside its type.
  ///
  /// @param api its `api`, where that is not the usual one
  /// @param model as it is named there
  /// @param lines of its section
  record Place(Optional<String> api, String model, List<String> lines) {}

  /// Whether a provider is one of a cloud's own.
  static boolean isCloud(Vendor vendor) {
    return vendor.type().equals(VERTEX) || vendor.type().equals(BEDROCK);
  }

  Place read(Foreign params, Vendor vendor, String model) throws NoCounterpart {
    return vendor.type().equals(VERTEX) ? vertex(params, model) : bedrock(params, model);
  }

  private Place vertex(Foreign params, String model) throws NoCounterpart {
    Optional<String> api = vertexApi(params, model);
    List<String> lines = new ArrayList<>();
    String project =
        either(params, "vertex_project", "vertex_ai_project")
            .orElseThrow(
                () ->
                    new NoCounterpart(
                        params.position(),
                        "names no vertex_project: add it, or ask Gemini's own API, which takes a"
                            + " key, by gemini/MODEL"));
    lines.add("project: " + ConfigText.scalar(project));
    String location =
        either(params, "vertex_location", "vertex_ai_location").orElse(USUAL_LOCATION);
    lines.add("location: " + ConfigText.scalar(location));
    credentials(params).ifPresent(lines::add);
    return new Place(api, model, lines);
  }

  private static Optional<String> vertexApi(Foreign params, String model) throws NoCounterpart {
    if (model.startsWith("claude-")) {
      return Optional.of("messages");
    }
    if (GOOGLES.matcher(model).matches()) {
      return Optional.empty();
    }
    if (PUBLISHED.matcher(model).matches()) {
      return Optional.of("openai");
    }
    throw new NoCounterpart(
        params.position("model"),
        "is of a publisher that its name does not say: write vertex_ai/PUBLISHER/MODEL");
  }

  /// The file of a service account, where the entry names one.
  private static Optional<String> credentials(Foreign params) {
    Optional<String> written =
        params.text("vertex_credentials").or(() -> params.text("vertex_ai_credentials"));
    if (written.isEmpty()) {
      return Optional.empty();
    }
    if (written.get().startsWith("/")) {
      return Optional.of(
          "auth: {type: google, file: "
              + ConfigText.scalar(Reference.literal(written.get()))
              + "}");
    }
    params.remark(
        "vertex_credentials",
        "is no path of a file: keep it in one, and name that by `auth.file` or"
            + " GOOGLE_APPLICATION_CREDENTIALS");
    return Optional.empty();
  }

  private Place bedrock(Foreign params, String named) throws NoCounterpart {
    Matcher parts = IN_FRONT.matcher(named);
    if (!parts.matches()) {
      throw new NoCounterpart(params.position("model"), "names no model of Bedrock");
    }
    String model = parts.group(2);
    Optional<String> inFront = Optional.ofNullable(parts.group(1));
    Optional<String> api = bedrockApi(params, model);
    String region =
        literal(params, "aws_region_name")
            .or(() -> inFront)
            .orElseThrow(
                () ->
                    new NoCounterpart(
                        params.position(), "names no aws_region_name, by which it has an address"));
    List<String> lines = new ArrayList<>();
    lines.add("region: " + ConfigText.scalar(region));
    identity(params).ifPresent(lines::add);
    return new Place(api, model, lines);
  }

  private static Optional<String> bedrockApi(Foreign params, String model) throws NoCounterpart {
    if (CLAUDE.matcher(model).matches()) {
      params.remark("model", "is asked by Anthropic's interface, at the endpoint mantle");
      return Optional.of("messages");
    }
    if (AS_OPENAI.matcher(model).matches() || VECTORS.matcher(model).matches()) {
      return Optional.empty();
    }
    throw new NoCounterpart(
        params.position("model"),
        "is asked by Bedrock's Converse, which is not spoken: Claude's models, GPT and embeddings"
            + " of Titan and Cohere are asked otherwise");
  }

  /// The keys, profile and role of an entry; empty where it leaves all to the environment.
  private Optional<String> identity(Foreign params) {
    List<String> parts = new ArrayList<>();
    Optional<String> id = secret(params, "aws_access_key_id");
    Optional<String> secret = secret(params, "aws_secret_access_key");
    Optional<String> token = secret(params, "aws_session_token");
    if (id.isPresent() && secret.isPresent()) {
      parts.add("id: " + ConfigText.scalar(id.get()));
      parts.add("secret: " + ConfigText.scalar(secret.get()));
      token.ifPresent(text -> parts.add("token: " + ConfigText.scalar(text)));
    }
    plain(params, "aws_profile_name", "profile", parts);
    plain(params, "aws_role_name", "role", parts);
    if (params.text("aws_role_name").isPresent()) {
      plain(params, "aws_session_name", "session", parts);
      plain(params, "aws_external_id", "external_id", parts);
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of("auth: {type: aws, " + String.join(", ", parts) + "}");
  }

  /// A reference to the variable that has a secret, or is to have it.
  private Optional<String> secret(Foreign params, String key) {
    Optional<String> written = params.text(key);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> variable = Reference.variable(written.get());
    if (variable.isEmpty()) {
      String name = variables.forClear(key, written.get());
      params.remark(key, "stands in clear, and is not copied: set " + name + " to it");
      return Optional.of(variables.refer(name));
    }
    return variable.map(variables::refer);
  }

  private static void plain(Foreign params, String key, String name, List<String> parts) {
    Optional<String> written = params.text(key);
    if (written.flatMap(Reference::variable).isPresent()) {
      params.remark(
          key, "stands in a variable, and is checked where it is written: add `" + name + "`");
      return;
    }
    written.ifPresent(text -> parts.add(name + ": " + ConfigText.scalar(Reference.literal(text))));
  }

  private static Optional<String> either(Foreign params, String key, String other)
      throws NoCounterpart {
    Optional<String> first = literal(params, key);
    Optional<String> second = literal(params, other);
    return first.or(() -> second);
  }

  /// A text that decides the address.
  private static Optional<String> literal(Foreign params, String key) throws NoCounterpart {
    Optional<String> written = params.text(key);
    if (written.flatMap(Reference::variable).isPresent()) {
      throw new NoCounterpart(
          params.position(key), "has its " + key + " in a variable: write it into the file");
    }
    return written.map(Reference::literal);
  }
}
