package dev.sluice.spring;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.core.ClientOptions;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Consumer;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationConvention;
import org.springframework.ai.model.openai.autoconfigure.AbstractOpenAiProperties;
import org.springframework.ai.model.openai.autoconfigure.OpenAiAutoConfigurationUtil;
import org.springframework.ai.model.openai.autoconfigure.OpenAiChatProperties;
import org.springframework.ai.model.openai.autoconfigure.OpenAiCommonProperties;
import org.springframework.ai.model.openai.autoconfigure.OpenAiEmbeddingProperties;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Spring AI's models of OpenAI on the gateway, in place of those that Spring AI makes with clients
/// of its own. They are the same classes with the same options (`spring.ai.openai.chat.*`), so that
/// tools, streams and observations are Spring AI's. Of what is said of connections,
/// `custom-headers` are headers of the calls and `timeout` is their deadline; `base-url`,
/// `api-key`, `max-retries` and `proxy` have no use, since the gateway has its own.
@AutoConfiguration(
    after = SluiceOpenAiAutoConfiguration.class,
    afterName = "org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration",
    beforeName = {
      "org.springframework.ai.model.openai.autoconfigure.OpenAiChatAutoConfiguration",
      "org.springframework.ai.model.openai.autoconfigure.OpenAiEmbeddingAutoConfiguration"
    })
@ConditionalOnClass({OpenAiChatModel.class, OpenAiChatProperties.class, OpenAIClient.class})
@ConditionalOnBean({OpenAIClient.class, OpenAIClientAsync.class})
public final class SluiceSpringAiAutoConfiguration {

  /// The model of conversations.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(
      name = "spring.ai.model.chat",
      havingValue = "openai",
      matchIfMissing = true)
  @EnableConfigurationProperties({OpenAiCommonProperties.class, OpenAiChatProperties.class})
  static class Chat {

    /// Spring AI hands the manager of tools over as well, although it means to remove that.
    @Bean
    @ConditionalOnMissingBean
    @SuppressWarnings("removal")
    OpenAiChatModel openAiChatModel(
        OpenAIClient client,
        OpenAIClientAsync async,
        OpenAiCommonProperties common,
        OpenAiChatProperties properties,
        ObjectProvider<ToolCallingManager> tools,
        ObjectProvider<ObservationRegistry> observations,
        ObjectProvider<ChatModelObservationConvention> convention) {
      Consumer<ClientOptions.Builder> settings = settings(common, properties);
      OpenAiChatModel.Builder builder =
          OpenAiChatModel.builder()
              .openAiClient(client.withOptions(settings))
              .openAiClientAsync(async.withOptions(settings))
              .options(properties.toOptions())
              .observationRegistry(observations.getIfUnique(() -> ObservationRegistry.NOOP));
      tools.ifAvailable(builder::toolCallingManager);
      OpenAiChatModel model = builder.build();
      convention.ifAvailable(model::setObservationConvention);
      return model;
    }
  }

  /// The model of embeddings.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(
      name = "spring.ai.model.embedding",
      havingValue = "openai",
      matchIfMissing = true)
  @EnableConfigurationProperties({OpenAiCommonProperties.class, OpenAiEmbeddingProperties.class})
  static class Embedding {

    @Bean
    @ConditionalOnMissingBean
    OpenAiEmbeddingModel openAiEmbeddingModel(
        OpenAIClient client,
        OpenAiCommonProperties common,
        OpenAiEmbeddingProperties properties,
        ObjectProvider<ObservationRegistry> observations,
        ObjectProvider<EmbeddingModelObservationConvention> convention) {
      OpenAiEmbeddingModel model =
          OpenAiEmbeddingModel.builder()
              .openAiClient(client.withOptions(settings(common, properties)))
              .metadataMode(properties.getMetadataMode())
              .options(properties.toOptions())
              .observationRegistry(observations.getIfUnique(() -> ObservationRegistry.NOOP))
              .build();
      convention.ifAvailable(model::setObservationConvention);
      return model;
    }
  }

  /// What Spring AI's properties of a connection mean for a call: headers, and a deadline where
  /// they set another timeout than Spring AI's own.
  private static Consumer<ClientOptions.Builder> settings(
      OpenAiCommonProperties common, AbstractOpenAiProperties own) {
    AbstractOpenAiProperties resolved =
        OpenAiAutoConfigurationUtil.resolveCommonProperties(common, own);
    return options -> {
      resolved.getCustomHeaders().forEach(options::replaceHeaders);
      if (!resolved.getTimeout().equals(AbstractOpenAiProperties.DEFAULT_TIMEOUT)) {
        options.timeout(resolved.getTimeout());
      }
    };
  }
}
