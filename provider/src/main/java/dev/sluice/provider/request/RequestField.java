package dev.sluice.provider.request;

/// The meaning of a value in a request, whatever its name in the dialect.
enum RequestField {
  MODEL,
  STREAM,
  STREAM_OPTIONS,
  INCLUDE_USAGE,
  /// A property with which the answer cannot be streamed, or its stream would say less.
  NEVER_STREAMED,
  BACKGROUND,
  INPUT,
  /// The name of a stored prompt, which stands for the input where there is none.
  STORED_PROMPT,
  MAX_TOKENS,
  CHOICES,
  /// The number of outputs that are written, of which the best are given.
  BEST_OF,
  /// One of several inputs, each of which has outputs of its own; numbers are one input together.
  PROMPT,
  TEMPERATURE,
  SEED,
  STORE,
  USER,
  /// State that a provider holds.
  STATE,
  /// The name of state that a provider holds, which may say where it is held.
  STATE_ID,
  /// State in the request that one account alone can read, or thinking under a seal of the
  /// gateway's, which any account may get.
  SIGNATURE,
  /// A picture, a sound or a file, or its address.
  MEDIA,
  /// The kind of a source, behind which its end is told: the content itself, an address or a name.
  SOURCE_TYPE,
  SOURCE,
  /// The name or the address of content that is somewhere else.
  REFERENCE,
  /// The kind of a part of a message, which may be a kind that the gateway does not know.
  PART_TYPE,
  /// The name of an item, by which its provider may know all of it.
  ITEM_ID,
  /// The content of an item.
  ITEM_CONTENT,
  /// An item, reported behind the values found in it.
  ITEM,
  /// The kind of an item, which may be a reference to another one.
  ITEM_TYPE,
  /// The address of a file, which may be one that a provider keeps.
  FILE,
  /// A text that a model has signed, which any account may get; a seal of the gateway's is no such
  /// text.
  SIGNED,
  /// The id of a call, in the call or in its result, which may carry a seal of the gateway's.
  CALL_ID,
  /// A member that asks the provider for something beside text by being there.
  EXTRA,
  /// A member that asks for sound by being there; sound cannot be streamed.
  AUDIO,
  /// A kind of what the model is to write.
  MODALITY,
  SERVICE_TIER,
  SPEED,
  REGION,
  /// The bound on the uses of the provider's tools.
  TOOL_CALLS,
  /// The list of tools, reported behind the values found in them.
  TOOLS,
  /// A tool, reported behind the values found in it.
  TOOL,
  TOOL_TYPE,
  TOOL_USES,
  TOOL_MEMORY,
  TOOL_ENVIRONMENT,
  /// The type of a tool that stands in another one, or in an item of the input.
  INNER_TOOL_TYPE,
  /// Tools that stand deeper than any reader looks.
  DEEP_TOOLS,
  /// A member of a tool of Gemini's, each of which is a tool of its own.
  GEMINI_TOOL,
  /// The version of the API, which clients of clouds put in the body.
  VERSION,
  /// The text of one of several inputs that may only be texts.
  TEXT,
  /// A member that makes something else than a text of such an input.
  NO_TEXT,
  /// Such an input, reported behind the values found in it.
  TEXT_INPUT,
  /// The members of `metadata` that are asked for, in their order.
  METADATA_1,
  METADATA_2,
  METADATA_3,
  METADATA_4,
  /// One of the documents that are ranked.
  DOCUMENT,
  /// The text that is spoken.
  SPOKEN,
  /// The form in which sound is streamed.
  STREAM_FORMAT,
  /// One of the prompts for pictures, reported behind the values found in it.
  INSTANCE,
  /// The place where the provider is to put pictures, in place of the answer.
  STORAGE,
  /// The size of a picture, and its quality.
  SIZE,
  QUALITY
}
