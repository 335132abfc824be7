extension FieldNaming {
    /// `/customer/no` and `customer/@no` nest as `customer.no`.
    static func dotted(_ path: String) -> String {
        path.split(separator: "/").filter { $0 != "*" }.map { part in
            String(part.compactMap { $0 == "@" ? nil : $0 == "." ? "_" : $0 })
        }.joined(separator: ".")
    }
}
