extension FieldNaming {
    /// `/customer/no` nests as `customer.no`.
    static func dotted(_ pointer: String) -> String {
        pointer.split(separator: "/").map { part in
            String(part.map { $0 == "." ? "_" : $0 })
        }.joined(separator: ".")
    }
}
