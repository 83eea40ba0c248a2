package dev.sluice.provider.error;

import static dev.sluice.provider.error.ErrorClass.CREDENTIAL;
import static dev.sluice.provider.error.ErrorClass.EXHAUSTED;
import static dev.sluice.provider.error.ErrorClass.FILTERED;
import static dev.sluice.provider.error.ErrorClass.OVERLOADED;
import static dev.sluice.provider.error.ErrorClass.REFUSED;
import static dev.sluice.provider.error.ErrorClass.THROTTLED;
import static dev.sluice.provider.error.ErrorClass.TOO_LARGE;
import static dev.sluice.provider.error.ErrorClass.TOO_LONG;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The words by which one provider says what went wrong. A word that decides comes first, a word
/// against the account or the key only with a status that refuses; then a phrase with its own
/// status; then the status; a word that only names an error is used where the error has no status
/// of its own, inside a 200.
///
/// @param statuses the meanings of statuses that differ from those at other providers
/// @param decisive words (code, type, status, reason) that decide
/// @param phrases parts of a message that decide where a provider has no word
/// @param naming words that decide in the absence of a status
public record ErrorTable(
    Map<Integer, ErrorClass> statuses,
    Map<String, ErrorClass> decisive,
    List<Phrase> phrases,
    Map<String, ErrorClass> naming) {

  /// The codes that concern the whole account or key, with any provider. Another refusal says no
  /// more than that this model, or this call, is not for the credential.
  private static final Set<String> OF_THE_ACCOUNT =
      Set.of(
          "insufficient_quota",
          "billing_hard_limit_reached",
          "billing_not_active",
          "billing_error",
          "credit_balance_exhausted",
          "enforced_spend_limit_reached",
          "organization_spend_limit_exceeded",
          "project_spend_limit_exceeded",
          "organization_usage_limit_exceeded",
          "invalid_api_key",
          "account_deactivated",
          "authentication_error",
          "API_KEY_INVALID",
          "BILLING_DISABLED",
          "UNAUTHENTICATED");

  /// The statuses with which words against the account or the key are believed.
  private static final Set<Integer> REFUSING = Set.of(400, 401, 402, 403, 429);

  /// The statuses with which words against the request are believed.
  private static final Set<Integer> OBJECTING = Set.of(400, 403, 413, 422);

  /// The phrases by which servers without a code say that a request is longer than the model's
  /// context window: OpenAI once, vLLM, DeepSeek, Mistral and OpenRouter; Anthropic; Gemini; Ollama
  /// and llama.cpp.
  private static final List<String> LENGTH =
      List.of(
          "maximum context length",
          "maximum model length",
          "prompt is too long",
          "exceed context limit",
          "exceeds the maximum number of tokens allowed",
          "exceeds the context length",
          "exceeds the available context size",
          "exceeded max context length");

  /// The phrases by which servers without a code say that their content filter has stopped a
  /// request: Anthropic, OpenAI's reasoning models, DeepSeek.
  private static final List<String> CONTENT =
      List.of(
          "blocked by content filtering policy",
          "was flagged as potentially violating",
          "content exists risk");

  /// The phrase by which Anthropic says that there is no credit.
  private static final Phrase CREDIT =
      new Phrase("credit balance is too low", Set.of(400), EXHAUSTED);

  /// The table of OpenAI, whose words most others use too.
  /// https://platform.openai.com/docs/guides/error-codes
  public static final ErrorTable OPENAI =
      new ErrorTable(
          Map.of(402, EXHAUSTED),
          Map.ofEntries(
              Map.entry("insufficient_quota", EXHAUSTED),
              Map.entry("billing_hard_limit_reached", EXHAUSTED),
              Map.entry("billing_not_active", EXHAUSTED),
              Map.entry("credit_balance_exhausted", EXHAUSTED),
              Map.entry("organization_spend_limit_exceeded", EXHAUSTED),
              Map.entry("project_spend_limit_exceeded", EXHAUSTED),
              Map.entry("organization_usage_limit_exceeded", EXHAUSTED),
              Map.entry("slow_down", OVERLOADED),
              Map.entry("engine_overloaded", OVERLOADED),
              Map.entry("invalid_api_key", CREDENTIAL),
              Map.entry("account_deactivated", CREDENTIAL),
              Map.entry("context_length_exceeded", TOO_LONG),
              Map.entry("exceed_context_size_error", TOO_LONG),
              Map.entry("content_filter", FILTERED),
              Map.entry("content_policy_violation", FILTERED)),
          ownPhrases(),
          Map.ofEntries(
              Map.entry("rate_limit_exceeded", THROTTLED),
              Map.entry("rate_limit_error", THROTTLED),
              Map.entry("authentication_error", CREDENTIAL),
              Map.entry("permission_error", CREDENTIAL),
              Map.entry("invalid_request_error", REFUSED),
              Map.entry("not_found_error", REFUSED),
              Map.entry("invalid_prompt", REFUSED),
              Map.entry("model_not_found", REFUSED)));

  /// The table of Anthropic. https://docs.anthropic.com/en/api/errors
  public static final ErrorTable ANTHROPIC =
      OPENAI.and(
          Map.of(),
          Map.of(
              "billing_error", EXHAUSTED,
              "enforced_spend_limit_reached", EXHAUSTED,
              "overloaded_error", OVERLOADED),
          List.of(CREDIT));

  /// The table of Gemini (https://ai.google.dev/gemini-api/docs/troubleshooting). A bad key is a
  /// 400 there, and so is a gateway in a country that is not served. A limit of 0 never opens: the
  /// model is not in the account's plan.
  public static final ErrorTable GEMINI =
      OPENAI
          .and(
              Map.of(499, OVERLOADED),
              Map.of("API_KEY_INVALID", CREDENTIAL, "BILLING_DISABLED", EXHAUSTED),
              List.of(
                  new Phrase("api key not valid", Set.of(400), CREDENTIAL),
                  new Phrase("user location is not supported", Set.of(400), CREDENTIAL),
                  new Phrase("limit: 0,", Set.of(429), EXHAUSTED),
                  new Phrase("limit: 0\n", Set.of(429), EXHAUSTED),
                  new Phrase("prepayment credits are depleted", Set.of(429), EXHAUSTED)))
          .naming(
              Map.of(
                  "RESOURCE_EXHAUSTED", THROTTLED,
                  "UNAVAILABLE", OVERLOADED,
                  "INVALID_ARGUMENT", REFUSED,
                  "NOT_FOUND", REFUSED,
                  "PERMISSION_DENIED", CREDENTIAL,
                  "UNAUTHENTICATED", CREDENTIAL));

  /// The table of OpenRouter (https://openrouter.ai/docs/api-reference/errors). Its 403 is
  /// moderation, about the input.
  public static final ErrorTable OPENROUTER =
      OPENAI.and(Map.of(403, FILTERED), Map.of(), List.of());

  /// The table of Amazon Bedrock, in whichever dialect it is asked
  /// (https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html). A
  /// model that fails is a 424 there, and may be asked again.
  public static final ErrorTable BEDROCK =
      ANTHROPIC
          .and(
              Map.of(424, OVERLOADED),
              Map.of(
                  "ExpiredTokenException", CREDENTIAL,
                  "UnrecognizedClientException", CREDENTIAL,
                  "InvalidSignatureException", CREDENTIAL,
                  "ModelErrorException", OVERLOADED,
                  "ModelNotReadyException", OVERLOADED,
                  "ModelTimeoutException", OVERLOADED),
              List.of(
                  new Phrase("input is too long for requested model", Set.of(400), TOO_LONG),
                  new Phrase("too many input tokens", Set.of(400), TOO_LONG)))
          .naming(
              Map.of(
                  "ThrottlingException", THROTTLED,
                  "ServiceUnavailableException", OVERLOADED,
                  "InternalServerException", OVERLOADED,
                  "ValidationException", REFUSED,
                  "ResourceNotFoundException", REFUSED,
                  "AccessDeniedException", CREDENTIAL));

  /// The table of Mistral (https://docs.mistral.ai). Capacity of the tier is everybody's, not the
  /// account's.
  public static final ErrorTable MISTRAL =
      OPENAI.and(
          Map.of(),
          Map.of("service_tier_capacity_exceeded", OVERLOADED, "3505", OVERLOADED),
          List.of());

  /// The table of Groq (https://console.groq.com/docs/errors). Its 498 is flex capacity.
  public static final ErrorTable GROQ = OPENAI.and(Map.of(498, OVERLOADED), Map.of(), List.of());

  /// The table of xAI (https://docs.x.ai/developers/debugging). A bad key is a 400 there, and a
  /// team without credits a 403 or a 429.
  public static final ErrorTable XAI =
      OPENAI.and(
          Map.of(),
          Map.of(),
          List.of(
              new Phrase("incorrect api key provided", Set.of(400), CREDENTIAL),
              new Phrase("doesn't have any credits", Set.of(403, 429), EXHAUSTED),
              new Phrase("used all available credits", Set.of(403, 429), EXHAUSTED),
              new Phrase("maximum prompt length", Set.of(400), TOO_LONG)));

  /// The table of Together (https://docs.together.ai/docs/error-codes). Its 403 is about the
  /// request, and so is no word against the key. A request within the account's rate that is not
  /// served is a 503, one above it a 429.
  public static final ErrorTable TOGETHER =
      OPENAI.and(
          Map.of(403, REFUSED),
          Map.of(),
          List.of(
              new Phrase("`max_new_tokens` must be", Set.of(400, 403, 422), TOO_LONG),
              new Phrase("context length", Set.of(403), TOO_LONG)));

  /// The table of Fireworks (https://docs.fireworks.ai/guides/inference-error-codes). An account
  /// that owes is a 412.
  public static final ErrorTable FIREWORKS =
      OPENAI.and(
          Map.of(),
          Map.of(),
          List.of(
              new Phrase("is suspended", Set.of(412), EXHAUSTED),
              new Phrase("the prompt is too long", Set.of(400), TOO_LONG)));

  /// The table of Vertex AI (https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429).
  /// Pay as you go has no limit of the account's: a pool that all share has nothing left, which
  /// another location may have, and which says nothing of how much this account may use.
  /// Provisioned throughput is the account's own, and so are the quotas of Claude and of older
  /// models. Errors within Claude's answers are Anthropic's.
  public static final ErrorTable VERTEX =
      GEMINI
          .and(
              Map.of(429, OVERLOADED),
              ANTHROPIC.decisive,
              List.of(
                  CREDIT,
                  new Phrase("exceeded the provisioned throughput", Set.of(429), THROTTLED),
                  new Phrase(
                      "quota exceeded for aiplatform.googleapis.com", Set.of(429), THROTTLED)))
          .naming(Map.of("RESOURCE_EXHAUSTED", OVERLOADED));

  /// The class of the first of `words` that decides.
  ///
  /// @param status the status of the error; empty inside a 200
  Optional<ErrorClass> decided(Set<String> words, Optional<Integer> status) {
    return words.stream()
        .filter(decisive::containsKey)
        .map(decisive::get)
        .filter(meaning -> status.isEmpty() || isSaidWith(status.get(), meaning))
        .findFirst();
  }

  private static boolean isSaidWith(int status, ErrorClass meaning) {
    return switch (meaning) {
      case EXHAUSTED, CREDENTIAL -> REFUSING.contains(status);
      case TOO_LONG, FILTERED -> OBJECTING.contains(status);
      case THROTTLED, OVERLOADED, TOO_LARGE, TOO_COSTLY, REFUSED -> true;
    };
  }

  /// The class of `message` by its phrases.
  ///
  /// @param status the status of the error; empty inside a 200, where no phrase is believed
  Optional<ErrorClass> told(ProviderMessage message, Optional<Integer> status) {
    return phrases.stream()
        .filter(phrase -> status.filter(phrase.statuses()::contains).isPresent())
        .filter(phrase -> message.says(phrase.text()))
        .map(Phrase::meaning)
        .findFirst();
  }

  /// Whether `word` with `status` is about the whole account.
  static boolean isOfTheAccount(String word, int status) {
    return OF_THE_ACCOUNT.contains(word) && REFUSING.contains(status);
  }

  /// Whether `word` is a word that a provider is known to say.
  boolean knows(String word) {
    return decisive.containsKey(word) || naming.containsKey(word);
  }

  private static List<Phrase> ownPhrases() {
    // Beyond the whole limit, not what is left of it.
    var all = Stream.of(new Phrase("request too large for", Set.of(413, 429), TOO_LARGE));
    var length = LENGTH.stream().map(text -> new Phrase(text, OBJECTING, TOO_LONG));
    var content = CONTENT.stream().map(text -> new Phrase(text, OBJECTING, FILTERED));
    return Stream.of(all, length, content).flatMap(Function.identity()).toList();
  }

  private ErrorTable and(
      Map<Integer, ErrorClass> moreStatuses,
      Map<String, ErrorClass> moreDecisive,
      List<Phrase> morePhrases) {
    return new ErrorTable(
        join(statuses, moreStatuses),
        join(decisive, moreDecisive),
        Stream.concat(phrases.stream(), morePhrases.stream()).toList(),
        naming);
  }

  private ErrorTable naming(Map<String, ErrorClass> more) {
    return new ErrorTable(statuses, decisive, phrases, join(naming, more));
  }

  private static <K> Map<K, ErrorClass> join(Map<K, ErrorClass> some, Map<K, ErrorClass> more) {
    Map<K, ErrorClass> all = new HashMap<>(some);
    all.putAll(more);
    return Map.copyOf(all);
  }
}
