package dev.sluice.internal.wiring;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.ConfigNames;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.dialect.CountForm;
import dev.sluice.dialect.WireDialect;
import dev.sluice.dialect.embed.EmbeddingForm;
import dev.sluice.dialect.image.ImageForm;
import dev.sluice.dialect.rerank.RerankForm;
import dev.sluice.dialect.rule.ModelTable;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import dev.sluice.internal.translate.TargetDialect;
import dev.sluice.internal.translate.TranslatedOperations;
import dev.sluice.internal.translate.TranslationFilter;
import dev.sluice.internal.translate.TranslationMeans;
import dev.sluice.internal.translate.WholeForms;
import dev.sluice.provider.GeminiPath;
import dev.sluice.provider.UsageTelling;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.OutputBound;
import dev.sluice.provider.request.RequestScanner;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The maker of the translations of targets.
///
/// @param models the table of models
public record Translations(ModelTable models, TranslationMeans means) {

  /// Makes translations with the built-in table of models, which is read from a resource.
  public static Translations of(MemoryBudget memory, WorkerPool elsewhere, Clock clock) {
    return new Translations(
        ModelTable.builtIn(), new TranslationMeans(Translations::facts, memory, elsewhere, clock));
  }

  /// Returns translations with the operator's table of models added.
  ///
  /// @param json a table of models; empty for none
  /// @throws IllegalArgumentException if `json` is no such table
  public Translations with(String json) {
    return json.isEmpty()
        ? this
        : new Translations(models.with(json.getBytes(StandardCharsets.UTF_8)), means);
  }

  /// Returns the facts of a body in the dialect of an operation; empty where it is no request for
  /// it.
  ///
  /// @param model the model, where the path names it
  /// @param stream whether the path asks for a stream
  public static Optional<RequestFacts> facts(
      Operation operation, String model, boolean stream, byte[] body) {
    return operation.isOfGemini()
        ? facts(new RequestScanner(operation, model, stream), body)
        : facts(new RequestScanner(operation), body)
            .or(() -> facts(new RequestScanner(operation, model, stream), body));
  }

  private static Optional<RequestFacts> facts(RequestScanner scanner, byte[] body) {
    scanner.add(body, 0, body.length);
    try {
      return Optional.of(scanner.facts());
    } catch (InvalidRequest _) {
      return Optional.empty();
    }
  }

  /// Returns the operations that a target can be asked for, as it is or by translation.
  ///
  /// @param model the target's model; empty where it passes names on
  static Set<Operation> supported(ProviderConfig provider, Optional<String> model) {
    return ConfigNames.isPassThrough(model.orElse(""))
        ? Set.of(Operation.PASS_THROUGH)
        : supported(provider);
  }

  /// Returns the operations that a target can be asked for by translation: none where it stands for
  /// paths and not for a model.
  ///
  /// @param model the target's model; empty where it passes names on
  static Set<Operation> translated(ProviderConfig provider, Optional<String> model) {
    return ConfigNames.isPassThrough(model.orElse("")) ? Set.of() : translated(provider);
  }

  /// Returns the operations that `provider` can be asked for, as it is or by translation.
  public static Set<Operation> supported(ProviderConfig provider) {
    Set<Operation> all = new HashSet<>(Preset.of(provider).operations());
    all.addAll(translated(provider));
    return all;
  }

  /// Returns the operations that `provider` can be asked for by translation.
  public static Set<Operation> translated(ProviderConfig provider) {
    Set<Operation> own = Preset.of(provider).operations();
    return TargetDialect.translated(dialect(provider), forms(provider, Optional.empty()), own);
  }

  private static WholeForms forms(ProviderConfig provider, Optional<String> model) {
    return new WholeForms(
        form(provider, model), rerank(provider), image(provider, model), count(provider));
  }

  /// Returns the form in which a provider counts tokens; empty where it does not. Of a server that
  /// is no more than compatible nobody knows whether it does.
  private static Optional<CountForm> count(ProviderConfig provider) {
    if (provider.type() == ProviderType.COMPATIBLE) {
      return Optional.empty();
    }
    CountForm google =
        provider.type() == ProviderType.VERTEX ? CountForm.VERTEX : CountForm.GENERATE;
    Set<Operation> own = Preset.of(provider).operations();
    return Stream.of(CountForm.MESSAGES, CountForm.INPUT_TOKENS, google)
        .filter(form -> own.contains(TranslatedOperations.counting(form)))
        .findFirst();
  }

  /// Returns the form in which a provider is asked for pictures that OpenAI's clients ask for;
  /// empty where it is not, or has their own form.
  ///
  /// @param model the model there; empty where calls name it
  private static Optional<Function<String, ImageForm>> image(
      ProviderConfig provider, Optional<String> model) {
    if (provider.api() != ProviderConfig.Api.GEMINI) {
      return Optional.empty();
    }
    return Optional.of(
        asked -> GeminiPath.isImagen(model.orElse(asked)) ? ImageForm.IMAGEN : ImageForm.GEMINI);
  }

  /// Returns the form in which a provider is asked for reranks; empty where it has none.
  private static Optional<RerankForm> rerank(ProviderConfig provider) {
    Set<Operation> own = Preset.of(provider).operations();
    return Stream.of(RerankForm.values())
        .filter(form -> own.contains(TranslatedOperations.reranking(form)))
        .filter(
            form ->
                provider.type() == ProviderType.VOYAGE
                    ? form == RerankForm.VOYAGE
                    : form != RerankForm.VOYAGE)
        .findFirst();
  }

  /// Returns the form in which a provider is asked for embeddings; empty where it has none.
  ///
  /// @param model the model there; empty where calls name it
  private static Optional<EmbeddingForm> form(ProviderConfig provider, Optional<String> model) {
    EmbeddingForm form =
        switch (provider.api()) {
          case OPENAI, CHAT, RESPONSES -> compatible(provider, model);
          case MESSAGES -> EmbeddingForm.OPENAI;
          case GEMINI ->
              provider.type() == ProviderType.VERTEX ? vertex(model) : EmbeddingForm.GEMINI;
          case COHERE -> EmbeddingForm.COHERE;
        };
    return Optional.of(form)
        .filter(
            known ->
                Preset.of(provider).operations().contains(TranslatedOperations.embedding(known)));
  }

  /// Gemini's models of embeddings, and open ones that Google serves, are asked as Gemini's own API
  /// is, all others as models of one's own are. https://github.com/googleapis/python-genai
  /// (`t_is_vertex_embed_content_model`)
  private static EmbeddingForm vertex(Optional<String> model) {
    return model
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .filter(name -> name.contains("gemini") || name.contains("maas"))
        .map(_ -> EmbeddingForm.GEMINI_CONTENT)
        .orElse(EmbeddingForm.VERTEX);
  }

  /// Each vendor's models have their own form at Bedrock. The ARN of an application's inference
  /// profile does not say whose the model is.
  private static EmbeddingForm bedrock(Optional<String> model) {
    return model.filter(name -> name.contains("cohere.embed")).isPresent()
        ? EmbeddingForm.COHERE_AT_BEDROCK
        : EmbeddingForm.TITAN;
  }

  private static EmbeddingForm compatible(ProviderConfig provider, Optional<String> model) {
    return switch (provider.type()) {
      case BEDROCK -> bedrock(model);
      case MISTRAL -> EmbeddingForm.MISTRAL;
      case VOYAGE -> EmbeddingForm.VOYAGE;
      default -> EmbeddingForm.OPENAI;
    };
  }

  private static WireDialect dialect(ProviderConfig provider) {
    return switch (provider.api()) {
      case OPENAI, CHAT, COHERE -> WireDialect.CHAT;
      case RESPONSES -> WireDialect.RESPONSES;
      case MESSAGES -> WireDialect.ANTHROPIC;
      case GEMINI -> WireDialect.GEMINI;
    };
  }

  /// Returns the translation in front of a target; empty where nothing can be translated for it.
  ///
  /// @param key the credential that the target is asked with
  /// @param strict whether what would be dropped is refused
  /// @param shown the provider's words as clients may see them
  public Optional<TranslationFilter> of(
      ProviderConfig provider,
      Optional<Secret> key,
      TargetConfig target,
      boolean strict,
      UnaryOperator<String> shown) {
    if (translated(provider, target.model()).isEmpty()) {
      return Optional.empty();
    }
    Function<String, TargetRules> rules = model -> rules(provider, key, model, strict);
    Function<String, TargetRules> fixed =
        target.model().map(rules).<Function<String, TargetRules>>map(r -> _ -> r).orElse(rules);
    String name = provider.name() + "/" + target.model().orElse("*");
    Set<Operation> own = Preset.of(provider).operations();
    var dialect =
        new TargetDialect(
            name, dialect(provider), forms(provider, target.model()), own, fixed, shown);
    return Optional.of(new TranslationFilter(dialect, means));
  }

  /// Returns how many tokens `model` writes at the most; 0 where that is not known.
  long most(String model) {
    return models.facts(model).maxOutput();
  }

  private TargetRules rules(
      ProviderConfig provider, Optional<Secret> key, String model, boolean strict) {
    String credential = key.map(Secret::reveal).orElse("");
    var seals = new Seals(dialect(provider).name(), provider.name(), model, credential);
    return new TargetRules(
        model,
        models.facts(model),
        seals,
        bound(provider, most(model)),
        surface(provider),
        UsageTelling.of(provider.type()).mayTakeOption(),
        strict);
  }

  /// Returns the bound of the output for requests that set none and must have one; 0 for `most`.
  private static long bound(ProviderConfig provider, long most) {
    long bound = provider.defaultMaxTokens().orElse(0);
    return most > 0 ? Math.min(bound, most) : bound;
  }

  /// Whether a provider's chats are bounded by `max_tokens` alone.
  public static boolean isOlder(ProviderConfig provider) {
    return surface(provider) == ChatSurface.OLDER;
  }

  /// Returns the fields that a provider's chats are asked with.
  private static ChatSurface surface(ProviderConfig provider) {
    if (OutputBound.isOlder(provider.type())) {
      return ChatSurface.OLDER;
    }
    return switch (provider.type()) {
      case OPENAI, AZURE -> ChatSurface.OPENAI;
      default -> ChatSurface.CURRENT;
    };
  }
}
