/// What answers in Cohere's dialect mean.
@NullMarked
package dev.sluice.provider.cohere;

import org.jspecify.annotations.NullMarked;
