package dev.sluice.provider.error;

import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.provider.VertexHosts;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The error tables of the providers.
public final class Errors {
  private static final Pattern PROJECT = Pattern.compile("projects/([^/]+)(?=/locations/)");

  private Errors() {}

  public static Classifier classifier(ProviderConfig provider) {
    ProviderType type = provider.type();
    return new Classifier(table(provider), rateHeaders(type), redaction(provider));
  }

  /// The redaction of the provider's keys and of what else the configuration sends it (of a value
  /// such as `Bearer TOKEN` also the token alone), and of its address where that is not the
  /// vendor's for everybody; a project in it is nobody else's.
  private static Redaction redaction(ProviderConfig provider) {
    Stream<String> added =
        provider.headers().values().stream()
            .map(Secret::reveal)
            .flatMap(value -> Stream.of(value, value.substring(value.lastIndexOf(' ') + 1)));
    Stream<String> keys = Stream.concat(provider.keys().stream().map(Secret::reveal), added);
    boolean known = Preset.ownHost(provider) && provider.type() != ProviderType.AZURE;
    Stream<String> own = Stream.concat(keys, project(provider.url()));
    return new Redaction(known ? own : Stream.concat(own, address(provider.url())));
  }

  /// The project that an address of Vertex AI has, alone and as names of resources have it.
  private static Stream<String> project(URI url) {
    Matcher project = PROJECT.matcher(Optional.ofNullable(url.getPath()).orElse(""));
    return project.find() ? Stream.of(project.group(), project.group(1)) : Stream.empty();
  }

  /// The address as it was configured, and in lower case, since names of hosts often come back in
  /// lower case.
  private static Stream<String> address(URI url) {
    String authority = url.getRawAuthority();
    String host = url.getHost();
    return Stream.of(
            url.getScheme() + "://" + authority, authority, host, host.replaceAll("[\\[\\]]", ""))
        .flatMap(text -> Stream.of(text, text.toLowerCase(Locale.ROOT)));
  }

  private static ErrorTable table(ProviderConfig provider) {
    return switch (provider.type()) {
      case COMPATIBLE -> VertexHosts.has(provider.url()) ? ErrorTable.VERTEX : ErrorTable.OPENAI;
      case OPENAI, AZURE, DEEPSEEK, PERPLEXITY, NVIDIA, COHERE, VOYAGE, VLLM, OLLAMA ->
          ErrorTable.OPENAI;
      case ANTHROPIC -> ErrorTable.ANTHROPIC;
      case GEMINI -> ErrorTable.GEMINI;
      case VERTEX -> ErrorTable.VERTEX;
      case OPENROUTER -> ErrorTable.OPENROUTER;
      case BEDROCK -> ErrorTable.BEDROCK;
      case MISTRAL -> ErrorTable.MISTRAL;
      case GROQ -> ErrorTable.GROQ;
      case XAI -> ErrorTable.XAI;
      case TOGETHER -> ErrorTable.TOGETHER;
      case FIREWORKS -> ErrorTable.FIREWORKS;
    };
  }

  private static RateHeaderNames rateHeaders(ProviderType type) {
    return switch (type) {
      case OPENAI, OPENROUTER, XAI, COMPATIBLE -> RateHeaderNames.OPENAI;
      case AZURE -> RateHeaderNames.AZURE;
      case ANTHROPIC -> RateHeaderNames.ANTHROPIC;
      case MISTRAL -> RateHeaderNames.MISTRAL;
      case GROQ -> RateHeaderNames.GROQ;
      case TOGETHER -> RateHeaderNames.TOGETHER;
      case FIREWORKS -> RateHeaderNames.FIREWORKS;
      case GEMINI, BEDROCK, VERTEX, DEEPSEEK, PERPLEXITY, NVIDIA, COHERE, VOYAGE, VLLM, OLLAMA ->
          RateHeaderNames.NONE;
    };
  }
}
