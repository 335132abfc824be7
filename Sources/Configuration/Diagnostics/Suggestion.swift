/// The known word that someone who wrote `word` most likely meant: one with few letters otherwise,
/// or the only one that begins with it; nil when none is near.
package func suggestion(for word: String, among known: [String]) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    let folded = word.lowercased()
    let allowed = max(1, min(3, word.count / 3))
    let best = known.map { ($0, editDistance(folded, $0.lowercased())) }
        .filter { $0.1 <= allowed }
        .min { ($0.1, $0.0) < ($1.1, $1.0) }
    if let best { return best.0 }
    let longer = known.filter { $0.lowercased().hasPrefix(folded) }
    return word.count >= 3 && longer.count == 1 ? longer[0] : nil
}

/// The same, as a hint.
func didYouMean(_ word: String, among known: [String]) -> String? {
    suggestion(for: word, among: known).map { "did you mean \($0.quoted)?" }
}

/// Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, replacements and
/// swaps of neighbours.
func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.unicodeScalars)
    let right = Array(right.unicodeScalars)
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 1...left.count {
        var current = [row]
        for column in 1...right.count {
            let isSame = left[row - 1] == right[column - 1]
            var cost = min(
                last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
            if row > 1, column > 1, left[row - 1] == right[column - 2],
                left[row - 2] == right[column - 1]
            {
                cost = min(cost, beforeLast[column - 2] + 1)
            }
            current.append(cost)
        }
        beforeLast = last
        last = current
    }
    return last[right.count]
}
