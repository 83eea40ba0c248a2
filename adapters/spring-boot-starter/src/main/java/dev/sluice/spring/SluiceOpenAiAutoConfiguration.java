package dev.sluice.spring;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import dev.sluice.Gateway;
import dev.sluice.openai.SluiceOpenAi;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// OpenAI's own client on the gateway, where `sluice-openai-java` is there. The clients hold
/// nothing of their own and live as long as the gateway.
@AutoConfiguration(after = SluiceAutoConfiguration.class)
@ConditionalOnClass({OpenAIClient.class, SluiceOpenAi.class})
@ConditionalOnBean(Gateway.class)
public final class SluiceOpenAiAutoConfiguration {

  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean
  OpenAIClient sluiceOpenAiClient(Gateway gateway) {
    return SluiceOpenAi.client(gateway);
  }

  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean
  OpenAIClientAsync sluiceOpenAiClientAsync(Gateway gateway) {
    return SluiceOpenAi.asyncClient(gateway);
  }
}
