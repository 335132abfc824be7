/// What the scalars U+0080 to U+07FF (two bytes in UTF-8: Latin, Greek, Cyrillic, …) become in lower
/// or upper case, where that is one such scalar again; 0 where the slow way must be taken.
///
/// Two tables are made once and live, unchanged, as long as the process; that is why this may call
/// itself Sendable.
@safe struct CaseTable: @unchecked Sendable {
    private let codes: UnsafePointer<UInt16>

    static let lower = CaseTable { $0.properties.lowercaseMapping }
    static let upper = CaseTable { $0.properties.uppercaseMapping }

    private init(_ mapping: (Unicode.Scalar) -> String) {
        let made = UnsafeMutablePointer<UInt16>.allocate(capacity: 0x800)
        for code in 0..<0x800 {
            var other: UInt16 = 0
            if code >= 0x80, let scalar = Unicode.Scalar(UInt32(code)) {
                let mapped = mapping(scalar).unicodeScalars
                if mapped.count == 1, let first = mapped.first,
                    first.value >= 0x80, first.value < 0x800
                {
                    other = UInt16(first.value)
                }
            }
            unsafe (made + code).initialize(to: other)
        }
        unsafe codes = UnsafePointer(made)
    }

    @inline(__always) subscript(_ code: UInt16) -> UInt16 {
        assert(code < 0x800)
        return unsafe codes[Int(code)]
    }
}
