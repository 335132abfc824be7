/// What columns that leave no doubt tell about the others: whether a comma or a dot is the decimal
/// mark, whether days or months stand first.
struct Locale {
    var decimalMark: UInt8?
    var dayFirst: Bool?
    /// A guess only, by the delimiter.
    var isGuess = true
}
