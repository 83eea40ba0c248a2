/// Google's Gen AI client for Java in front of a gateway in the same process:
/// [dev.sluice.genai.SluiceGenAi].
@NullMarked
package dev.sluice.genai;

import org.jspecify.annotations.NullMarked;
