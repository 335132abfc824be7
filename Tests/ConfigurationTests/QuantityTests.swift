import Testing

@testable import Configuration

@Suite struct QuantityTests {
    @Test(arguments: [
        ("250ms", Duration.milliseconds(250)), ("30s", .seconds(30)), ("15m", .seconds(900)),
        ("6h", .seconds(21_600)), ("3d", .seconds(259_200)), ("0s", .zero), ("007s", .seconds(7)),
    ])
    func `durations`(_ text: String, _ duration: Duration) {
        #expect(Quantities.duration(text) == duration)
    }

    @Test(arguments: [
        "", "s", "30", "30 s", "-1s", "1.5s", "1h30m", "30S", "9223372036854775807d", "٣s",
        "99999999999999999999s", "1s ",
    ])
    func `what is no duration`(_ text: String) {
        #expect(Quantities.duration(text) == nil)
    }

    @Test(
        arguments: [
            ("512B", 512), ("64KiB", 65_536), ("1MiB", 1 << 20), ("20GiB", 20 << 30),
            ("2TiB", 2 << 40),
        ] as [(String, Int64)])
    func `sizes`(_ text: String, _ size: Int64) {
        #expect(Quantities.size(text) == size)
        #expect(Quantities.shown(size) == text)
    }

    @Test(arguments: ["", "1", "1KB", "1kib", "1 MiB", "-1B", "9223372036854775807KiB"])
    func `what is no size`(_ text: String) {
        #expect(Quantities.size(text) == nil)
    }

    @Test(arguments: [
        ("5%", 5000), ("0.1%", 100), ("0.125%", 125), ("0%", 0), ("100%", 100_000),
        ("100.000%", 100_000), ("12.5%", 12_500),
    ])
    func `shares in thousandths of a percent`(_ text: String, _ share: Int) {
        #expect(Quantities.share(text) == share)
    }

    @Test(arguments: [
        "5", "%", ".5%", "5.%", "100.001%", "101%", "-1%", "0.0001%", "1.2.3%", "1e1%",
    ])
    func `what is no share`(_ text: String) {
        #expect(Quantities.share(text) == nil)
    }

    @Test(arguments: [
        ("50/s", Rate(requests: 50, per: .seconds(1))),
        ("600/m", Rate(requests: 600, per: .seconds(60))),
        ("1000/h", Rate(requests: 1000, per: .seconds(3600))),
    ])
    func `rates`(_ text: String, _ rate: Rate) {
        #expect(Quantities.rate(text) == rate)
    }

    @Test(arguments: ["0/s", "50", "/s", "50/d", "50/s/s", "-5/s", "5.5/s", "1000000001/s"])
    func `what is no rate`(_ text: String) {
        #expect(Quantities.rate(text) == nil)
    }

    @Test(arguments: [
        (Duration.seconds(90), "90s"), (.seconds(120), "2m"), (.milliseconds(1500), "1500ms"),
        (.seconds(86_400), "1d"), (.zero, "0s"),
    ])
    func `durations are shown in their largest whole unit`(_ duration: Duration, _ text: String) {
        #expect(Quantities.shown(duration) == text)
    }
}
