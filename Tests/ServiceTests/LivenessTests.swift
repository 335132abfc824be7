import Service
import Testing
import Vocabulary

@Suite struct LivenessTests {
    private func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1000) }

    @Test func `a busy part that beats is alive`() {
        var liveness = Liveness(patience: .seconds(10))
        for second in 0..<100 {
            let pulse = Pulse(part: "intake", beats: UInt64(second / 5), isBusy: true)
            #expect(liveness.observe([pulse], now: at(Int64(second))).isEmpty)
        }
    }

    @Test func `a busy part that stands still is stuck after the patience`() {
        var liveness = Liveness(patience: .seconds(10))
        let pulse = Pulse(part: "dispatch", beats: 7, isBusy: true)
        #expect(liveness.observe([pulse], now: at(0)).isEmpty)
        #expect(liveness.observe([pulse], now: at(10)).isEmpty)
        #expect(liveness.observe([pulse], now: at(11)) == ["dispatch"])
    }

    @Test func `an idle part may stand still, and its patience starts anew with work`() {
        var liveness = Liveness(patience: .seconds(10))
        let idle = Pulse(part: "intake", beats: 7, isBusy: false)
        #expect(liveness.observe([idle], now: at(0)).isEmpty)
        #expect(liveness.observe([idle], now: at(1000)).isEmpty)
        let busy = Pulse(part: "intake", beats: 7, isBusy: true)
        #expect(liveness.observe([busy], now: at(1005)).isEmpty)
        #expect(liveness.observe([busy], now: at(1011)) == ["intake"])
    }
}
