/// Files with prices: the gateway's own form, LiteLLM's, genai-prices', and the table that comes
/// with the gateway. The only place of prices that knows JSON.
@NullMarked
package dev.sluice.accounts.price.file;

import org.jspecify.annotations.NullMarked;
