import Foundation
import TestSupport
import Testing

/// The machine loses its power while the built daemon works; the promise must hold all the same.
/// Needs root and loop devices, so it runs only when it is asked for: `scripts/power-cut-test`.
@Suite(.serialized, .enabled(if: PowerCutPlan.rounds > 0)) struct PowerCutTests {
    @Test func `after a power cut at whatever moment nothing is lost or repeated`() throws {
        print("seed \(PowerCutPlan.seed)")
        for number in 0..<PowerCutPlan.rounds where PowerCutPlan.only.map({ $0 == number }) ?? true
        {
            var round = try PowerCutRound(number, seed: PowerCutPlan.seed)
            try round.run()
        }
    }
}

/// What the script asks for, in the environment.
enum PowerCutPlan {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    static let rounds = Int(number("HOPPER_POWER_CUT_ROUNDS") ?? 0)
    static let seed = number("HOPPER_POWER_CUT_SEED") ?? .random(in: 0...UInt64.max)
    /// Only this one, for a closer look.
    static let only = number("HOPPER_POWER_CUT_ROUND").map { Int($0) }
}
