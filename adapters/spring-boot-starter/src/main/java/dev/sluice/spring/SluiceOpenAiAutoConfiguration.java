package dev.sluice.spring;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import dev.sluice.Gateway;
import dev.sluice.call.Payer;
import dev.sluice.http.GatewayHttp;
import dev.sluice.openai.SluiceOpenAi;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// OpenAI's own client on the gateway, where `sluice-openai-java` is there. The clients hold
/// nothing of their own and live as long as the gateway. The application's payer, if there is one
/// bean of that type, pays for their calls.
@AutoConfiguration(after = SluiceAutoConfiguration.class)
@ConditionalOnClass({OpenAIClient.class, SluiceOpenAi.class})
@ConditionalOnBean(Gateway.class)
public final class SluiceOpenAiAutoConfiguration {

  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean
  OpenAIClient sluiceOpenAiClient(Gateway gateway, ObjectProvider<Payer> payers) {
    return SluiceOpenAi.client(http(gateway, payers));
  }

  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean
  OpenAIClientAsync sluiceOpenAiClientAsync(Gateway gateway, ObjectProvider<Payer> payers) {
    return SluiceOpenAi.asyncClient(http(gateway, payers));
  }

  private static GatewayHttp http(Gateway gateway, ObjectProvider<Payer> payers) {
    return GatewayHttp.of(gateway, payers.getIfUnique(() -> Payer.NOBODY));
  }
}
