package dev.sluice.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.call.runtime.Clock;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarningListenerTest {
  private final List<String> told = new ArrayList<>();
  private final List<Object> warnings = new ArrayList<>();

  private final SpendListener spend =
      (SpendListener)
          Proxy.newProxyInstance(
              SpendListener.class.getClassLoader(),
              new Class<?>[] {SpendListener.class},
              (_, method, _) -> {
                told.add(method.getName());
                return method.getReturnType() == boolean.class ? true : null;
              });

  /// A method with a default that is not passed on would lose what it tells.
  @Test
  void whatever_a_listener_can_be_told_is_passed_on() throws Exception {
    WarningListener listener = listener(spend);
    List<Method> methods =
        Arrays.stream(SpendListener.class.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .toList();
    for (Method method : methods) {
      method.invoke(listener, new Object[method.getParameterCount()]);
    }
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(methods.stream().map(Method::getName).toList());
    assertThat(warnings).hasSize(2);
  }

  private WarningListener listener(SpendListener to) {
    return new WarningListener(to, new FrequentRefusals(), Clock.SYSTEM, warnings::add);
  }
}
