package dev.sluice.it.matrix;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.it.installed.Installed;
import dev.sluice.it.matrix.sdk.AnthropicScenes;
import dev.sluice.it.matrix.sdk.GoogleScenes;
import dev.sluice.it.matrix.sdk.LangChain4jModels.OfAnthropic;
import dev.sluice.it.matrix.sdk.LangChain4jModels.OfGoogle;
import dev.sluice.it.matrix.sdk.LangChain4jModels.OfOpenAi;
import dev.sluice.it.matrix.sdk.LangChain4jScenes;
import dev.sluice.it.matrix.sdk.OpenAiResponsesScenes;
import dev.sluice.it.matrix.sdk.OpenAiScenes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The clients of the table, with the versions that the build pins.
final class Clients {
  private static final Path NPM = Path.of("src", "test", "npm", "matrix", "package.json");

  private Clients() {}

  static List<MatrixClient> all() throws IOException {
    return List.of(
        new JavaClient(
            "com.anthropic:anthropic-java",
            maven("anthropic-java"),
            ClientKind.ANTHROPIC,
            at -> new AnthropicScenes(at.url(), at.key())),
        python("anthropic", "anthropic-2", "anthropic", ClientKind.ANTHROPIC, "play_anthropic"),
        python(
            "anthropic: AnthropicVertex",
            "anthropic-2",
            "anthropic",
            ClientKind.ANTHROPIC,
            "play_anthropic:vertex"),
        node("@anthropic-ai/sdk", ClientKind.ANTHROPIC, "anthropic"),
        new JavaClient(
            "dev.langchain4j:langchain4j-anthropic",
            maven("langchain4j"),
            ClientKind.LANGCHAIN4J_ANTHROPIC,
            at -> new LangChain4jScenes(new OfAnthropic(at.url(), at.key()))),
        node("@ai-sdk/anthropic", ClientKind.VERCEL_ANTHROPIC, "vercel:anthropic"),
        new JavaClient(
            "com.openai:openai-java",
            maven("openai-java"),
            ClientKind.OPENAI,
            at -> new OpenAiScenes(at.url(), at.key())),
        python("openai", "openai-3", "openai", ClientKind.OPENAI, "play_openai"),
        python("openai: AzureOpenAI", "openai-3", "openai", ClientKind.OPENAI, "play_openai:azure"),
        node("openai", ClientKind.OPENAI, "openai"),
        new JavaClient(
            "dev.langchain4j:langchain4j-open-ai",
            maven("langchain4j"),
            ClientKind.LANGCHAIN4J_OPENAI,
            at -> new LangChain4jScenes(new OfOpenAi(at.url(), at.key()))),
        node("@ai-sdk/openai", ClientKind.VERCEL_OPENAI, "vercel:openai"),
        node("@ai-sdk/openai-compatible", ClientKind.VERCEL_OPENAI, "vercel:compatible"),
        new JavaClient(
            "com.openai:openai-java",
            maven("openai-java"),
            ClientKind.OPENAI_RESPONSES,
            at -> new OpenAiResponsesScenes(at.url(), at.key())),
        python(
            "openai", "openai-3", "openai", ClientKind.OPENAI_RESPONSES, "play_openai_responses"),
        node("openai", ClientKind.OPENAI_RESPONSES, "responses"),
        node("@ai-sdk/openai", ClientKind.VERCEL_RESPONSES, "vercel:responses"),
        new JavaClient(
            "com.google.genai:google-genai",
            maven("google-genai"),
            ClientKind.GOOGLE,
            at -> new GoogleScenes(at.url(), at.key())),
        python("google-genai", "google-genai-3", "google-genai", ClientKind.GOOGLE, "play_google"),
        python(
            "google-genai: vertexai=True",
            "google-genai-3",
            "google-genai",
            ClientKind.GOOGLE,
            "play_google:vertex"),
        node("@google/genai", ClientKind.GOOGLE, "google"),
        new JavaClient(
            "dev.langchain4j:langchain4j-google-ai-gemini",
            maven("langchain4j"),
            ClientKind.LANGCHAIN4J_GOOGLE,
            at -> new LangChain4jScenes(new OfGoogle(at.url(), at.key()))),
        node("@ai-sdk/google", ClientKind.VERCEL_GOOGLE, "vercel:google"));
  }

  private static MatrixClient node(String name, ClientKind kind, String scenes) throws IOException {
    String version =
        new ObjectMapper().readTree(NPM.toFile()).path("dependencies").path(name).asText();
    return new ProgramClient(name, "npm", version, kind, Program.node(), scenes);
  }

  /// @param called as its row calls it
  /// @param list the packages of its program
  private static MatrixClient python(
      String called, String list, String name, ClientKind kind, String scenes) throws IOException {
    return new ProgramClient(called, "PyPI", pypi(list, name), kind, Program.python(list), scenes);
  }

  private static String maven(String name) throws IOException {
    return found(Path.of("..", "pom.xml"), "<" + name + "\\.version>([^<]+)<");
  }

  private static String pypi(String list, String name) throws IOException {
    return found(Installed.PYTHON.resolve(list + ".txt"), "(?m)^" + name + "==(\\S+)");
  }

  private static String found(Path file, String pattern) throws IOException {
    Matcher version = Pattern.compile(pattern).matcher(Files.readString(file));
    if (!version.find()) {
      throw new IllegalStateException(file + " pins no " + pattern);
    }
    return version.group(1);
  }
}
