package import Platform

/// Whether programs can be used.
package enum JQCheck {
    /// What is wrong with each of the programs.
    /// - Throws: when nobody can tell, because `hopper-jq` can't be started.
    package static func mistakes(
        in programs: [String]
    ) throws(SystemError) -> [[JQMistake]] {
        if let process = JQShelf.shared.take(programs) {
            JQShelf.shared.put(process)
            return programs.map { _ in [] }
        }
        let (process, mistakes) = try JQProcess.start(programs)
        // Whoever has them checked is likely to use them next.
        if let process { JQShelf.shared.put(process) }
        return mistakes
    }
}
