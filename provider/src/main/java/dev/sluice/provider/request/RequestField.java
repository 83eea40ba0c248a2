package dev.sluice.provider.request;

/// What a value in a request says, whatever it is called there.
enum RequestField {
  MODEL,
  STREAM,
  STREAM_OPTIONS,
  INCLUDE_USAGE,
  /// It cannot be streamed, or its stream would say less.
  NEVER_STREAMED,
  BACKGROUND,
  INPUT,
  /// Stands for the input where there is none.
  STORED_PROMPT,
  MAX_TOKENS,
  CHOICES,
  /// How many are written, of which the best are given.
  BEST_OF,
  /// One of several inputs, each of which has outputs of its own; numbers are one together.
  PROMPT,
  TEMPERATURE,
  SEED,
  STORE,
  USER,
  /// State that a provider holds.
  STATE,
  /// The name of such state, which may say where it is held.
  STATE_ID,
  /// State in the request that one account alone can read, or thinking under a seal of the
  /// gateway's, which any account may get.
  SIGNATURE,
  /// A picture, a sound or a file, or its address.
  MEDIA,
  /// The kind of a source, behind which its end is told: the thing itself, an address or a name.
  SOURCE_TYPE,
  SOURCE,
  /// The name or the address of what is somewhere else.
  REFERENCE,
  /// The kind of a part of a message, which may be one that nobody here knows.
  PART_TYPE,
  /// The name of an item, by which its provider may know all of it.
  ITEM_ID,
  /// What an item says itself.
  ITEM_CONTENT,
  /// An item, behind what is found in it.
  ITEM,
  /// The kind of an item, which may be a reference to another one.
  ITEM_TYPE,
  /// The address of a file, which may be one that a provider keeps.
  FILE,
  /// What a model has signed, which any account may get; a seal of the gateway's is no such thing.
  SIGNED,
  /// The id of a call, in the call or in its result, which may carry a seal of the gateway's.
  CALL_ID,
  /// Something that is asked of the provider beside text by a member's being there.
  EXTRA,
  /// The same of sound, which cannot be streamed.
  AUDIO,
  /// A kind of what the model is to write.
  MODALITY,
  SERVICE_TIER,
  SPEED,
  REGION,
  /// How often the provider may use its tools.
  TOOL_CALLS,
  /// All tools, behind what is found in them.
  TOOLS,
  /// A tool, likewise.
  TOOL,
  TOOL_TYPE,
  TOOL_USES,
  TOOL_MEMORY,
  TOOL_ENVIRONMENT,
  /// The type of a tool that stands in another one, or in an item of the input.
  INNER_TOOL_TYPE,
  /// Tools that stand deeper than anyone looks.
  DEEP_TOOLS,
  /// A member of a tool of Gemini's, of which each is a tool of its own.
  GEMINI_TOOL,
  /// The members of `metadata` that are asked for, in their order.
  METADATA_1,
  METADATA_2,
  METADATA_3,
  METADATA_4
}
