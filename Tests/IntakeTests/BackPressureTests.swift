import Intake
import Testing

@Suite struct BackPressureTests {
    @Test func `intake stops at a limit and goes on well below it`() {
        var pressure = BackPressure(outboxLimit: 1000, freeDiskLimit: 100)
        #expect(pressure.measured(used: 999, free: 100) == nil)
        #expect(pressure.measured(used: 1000, free: 100) == .outboxFull)
        #expect(pressure.isPaused)
        #expect(pressure.measured(used: 950, free: 500) == nil)
        #expect(pressure.measured(used: 901, free: 500) == nil)
        #expect(pressure.measured(used: 900, free: 500) == .hasRoom)
        #expect(!pressure.isPaused)
    }

    @Test func `a device short of space stops intake, whatever the outbox holds`() {
        var pressure = BackPressure(outboxLimit: 1000, freeDiskLimit: 100)
        #expect(pressure.measured(used: 0, free: 99) == .diskFull)
        #expect(pressure.measured(used: 0, free: 109) == nil)
        #expect(pressure.measured(used: 0, free: 110) == .hasRoom)
    }

    @Test func `the cause that remains is said`() {
        var pressure = BackPressure(outboxLimit: 1000, freeDiskLimit: 100)
        #expect(pressure.measured(used: 1000, free: 500) == .outboxFull)
        #expect(pressure.measured(used: 1000, free: 50) == .diskFull)
        #expect(pressure.measured(used: 1000, free: 500) == .outboxFull)
        #expect(pressure.measured(used: 1000, free: 500) == nil)
    }

    @Test func `a write that found no room stops intake until the figures say otherwise`() {
        var pressure = BackPressure(outboxLimit: 1000, freeDiskLimit: 0)
        #expect(pressure.writeFoundNoRoom() == .diskFull)
        #expect(pressure.writeFoundNoRoom() == nil)
        #expect(pressure.measured(used: 0, free: 10) == .hasRoom)
    }
}
