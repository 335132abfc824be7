/// A number with its noun, as people say it: `1 record`, `2 records`.
///
/// - Parameter plural: where the noun does not just take an `s`.
package func counted(
    _ number: some BinaryInteger, _ noun: String, plural: String? = nil
) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
}
