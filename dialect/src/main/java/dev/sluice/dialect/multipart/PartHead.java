package dev.sluice.dialect.multipart;

/// What the head of a part says of it.
///
/// @param name the name of the form's field
/// @param file whether the part is a file, by having a file's name
/// @param mediaType in lower case, without parameters; empty where the part says none
/// @param charset in lower case; empty where the part says none
public record PartHead(String name, boolean file, String mediaType, String charset) {}
