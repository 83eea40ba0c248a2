package dev.sluice.dialect.multipart;

/// What the head of a part says of it.
///
/// @param name the name of the form's field
/// @param file whether the part is a file, by having a file's name
/// @param fileName the name of that file, which may be anything of one line; empty where the part
///   is none, or names it in another charset alone
/// @param mediaType in lower case, without parameters; empty where the part says none
/// @param charset in lower case; empty where the part says none
public record PartHead(
    String name, boolean file, String fileName, String mediaType, String charset) {}
