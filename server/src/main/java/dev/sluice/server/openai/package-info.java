/// OpenAI's dialect towards clients: which endpoints there are, and how a failure reads in an
/// answer or in a stream.
@NullMarked
package dev.sluice.server.openai;

import org.jspecify.annotations.NullMarked;
