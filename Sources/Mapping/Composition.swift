// The standard library composes without Foundation, behind this door of its own.
@_spi(_Unicode) import Swift

extension String {
    /// The text in Unicode's normalization form C.
    var composedScalars: String {
        var composed = String.UnicodeScalarView()
        composed.append(contentsOf: _nfc)
        return String(composed)
    }
}
