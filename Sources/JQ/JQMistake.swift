/// Something in a program that keeps it from being used.
package struct JQMistake: Hashable, Sendable {
    /// The program's line, from 1.
    package var line: Int
    /// Where on that line, from 1 in Unicode scalars; nil for all of it.
    package var column: Int?
    /// What stands there.
    package var word: String
    package var message: String

    package init(line: Int, column: Int? = nil, word: String = "", message: String) {
        self.line = line
        self.column = column
        self.word = word
        self.message = message
    }
}
