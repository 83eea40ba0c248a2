/// An LLM provider for the tests of applications: it gives scripted answers and shows scripted
/// faults on a real socket, in the dialects of OpenAI, Anthropic and Gemini, and tells what was
/// sent to it.
///
/// ```text
/// test        answers("Paris"), fails(rateLimited())  -> playbook
/// application POST /v1/chat/completions               -> the first entry that fits -> answer
/// test        sent().only().hasModel("gpt-5-mini")    <- journal
/// ```
///
/// [dev.sluice.test.LlmExtension] is the way in for JUnit, [dev.sluice.test.LlmProvider] for all
/// else; [dev.sluice.test.Llm] makes answers, failures and conditions. What is said of JUnit holds
/// for Jupiter from 5.10 on, and for 6.
@NullMarked
package dev.sluice.test;

import org.jspecify.annotations.NullMarked;
