/// What gives credentials that end, and asks for them: AWS' STS, instance metadata and container
/// endpoints, Google's metadata server and token endpoints, Entra ID and its managed identities,
/// OpenAI's and Anthropic's exchanges. Safe for any number of threads.
@NullMarked
package dev.sluice.sim.credential;

import org.jspecify.annotations.NullMarked;
