/// Calls that ask the same of each of their inputs (embeddings, moderations), taken apart and put
/// together: a call is split into *items*, several calls are joined into one, and so are their
/// answers.
///
/// ```text
/// call   --read-->  RequestTemplate + Item, Item ...        --ask-->   call for any of these items
/// answer --split--> ResponseTemplate + ItemResult, ItemResult ...     --join-->  answer of any of these parts
/// ```
///
/// Only [dev.sluice.call.item.ItemCodec] knows how calls and answers are written. Everything here
/// but [dev.sluice.call.item.BufferingSink] is immutable; arrays that are handed out are not to be
/// changed.
@NullMarked
package dev.sluice.call.item;

import org.jspecify.annotations.NullMarked;
