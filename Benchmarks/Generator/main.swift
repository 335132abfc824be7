import Glibc

guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
    let usage = Array(Options.usage.utf8)
    _ = unsafe write(STDERR_FILENO, usage, usage.count)
    exit(2)
}
var output = Output()
switch options.kind {
case .customers:
    var customers = Customers(options)
    customers.write(to: &output)
case .orders:
    var orders = Orders(options)
    orders.write(to: &output)
}
output.flush(all: true)
