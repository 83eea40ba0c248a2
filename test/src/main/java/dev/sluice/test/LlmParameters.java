package dev.sluice.test;

import java.lang.reflect.Constructor;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Makes a provider for each test that has a parameter for it; the extension behind [LlmTest].
final class LlmParameters implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(LlmParameters.class);

  /// The constructor that JUnit calls.
  LlmParameters() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LlmProvider.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty()
        || parameter.getDeclaringExecutable() instanceof Constructor) {
      throw new ParameterResolutionException(
          "@LlmTest has a provider for each test, and none for "
              + parameter.getDeclaringExecutable()
              + ": take a field instead, @RegisterExtension static final LlmExtension llm ="
              + " LlmExtension.create()");
    }
    ExtensionContext.Store store = context.getStore(NAMESPACE);
    LlmProvider known = store.get(LlmProvider.class, LlmProvider.class);
    if (known != null) {
      return known;
    }
    LlmProvider made = LlmProvider.start();
    store.put(LlmProvider.class, made);
    return made;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    LlmProvider provider = context.getStore(NAMESPACE).remove(LlmProvider.class, LlmProvider.class);
    if (provider != null) {
      try {
        provider.verify();
      } finally {
        provider.close();
      }
    }
  }
}
