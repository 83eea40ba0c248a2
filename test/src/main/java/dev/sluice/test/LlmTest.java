package dev.sluice.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives each test of a class a provider of its own, as a parameter of type [LlmProvider] of the
/// test and of its `@BeforeEach` and `@AfterEach` methods. It is verified and closed when the test
/// ends; tests may run in parallel.
///
/// ```java
/// @LlmTest
/// class CapitalsTest {
///   @Test
///   void asks(LlmProvider llm) {
///     llm.answers("Paris");
///     assertEquals("Paris", new Capitals(llm.openAiUrl()).of("France"));
///   }
/// }
/// ```
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LlmParameters.class)
public @interface LlmTest {}
