import Glibc

/// Writes UTF-8 text in another encoding (iconv(3)). A character that the encoding lacks becomes a
/// question mark.
@safe package struct CharacterEncoder: ~Copyable {
    private let conversion: iconv_t

    /// Nil for an encoding that iconv does not know.
    package init?(encoding: String) {
        unsafe conversion = iconv_open(encoding, "UTF-8")
        if unsafe Int(bitPattern: conversion) == -1 { return nil }
    }

    deinit { unsafe iconv_close(conversion) }

    /// The text in the encoding. Encodings with a state or a byte order mark carry it on from one
    /// call to the next.
    package mutating func encode(_ text: [UInt8]) -> [UInt8] {
        var rest = text
        var encoded: [UInt8] = []
        while !rest.isEmpty {
            let taken = convert(rest, into: &encoded)
            guard taken < rest.count else { break }
            rest.removeFirst(taken)
            // What stands here can't be written: one character, however many bytes it has.
            let length = rest.dropFirst().prefix { $0 & 0xC0 == 0x80 }.count + 1
            rest.removeFirst(length)
            rest.insert(UInt8(ascii: "?"), at: 0)
        }
        return encoded
    }

    /// Converts up to the first character that can't be; gives the bytes taken.
    private func convert(_ text: [UInt8], into encoded: inout [UInt8]) -> Int {
        var input = text.map { CChar(bitPattern: $0) }
        var out = [CChar](repeating: 0, count: text.count * 4 + 64)
        let (taken, made) = unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe out.withUnsafeMutableBufferPointer { out in
                var from = input.baseAddress
                var to = out.baseAddress
                var left = input.count
                var room = out.count
                unsafe _ = iconv(conversion, &from, &left, &to, &room)
                return (input.count - left, out.count - room)
            }
        }
        encoded += out[..<made].map { UInt8(bitPattern: $0) }
        return taken
    }
}
