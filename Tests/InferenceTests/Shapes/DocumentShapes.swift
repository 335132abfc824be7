@testable import Inference

/// Documents of JSON and XML, and lines of JSON.
extension EverydayShape {
    static let document: [EverydayShape] = [
        EverydayShape("lines of JSON") { r in
            Sample(
                text: r.rows { row, r in
                    "{\"id\":\(row),\"name\":\"\(r.name())\",\"at\":\"\(r.day())T\(r.clock())Z\"}"
                },
                truth: .jsonLines, types: ["id": .integer, "at": .timestamp])
        },
        EverydayShape("a line of JSON with an order's lines") { _ in
            Sample(
                text: "{\"id\":7,\"customer\":\"Ann\",\"items\":[{\"sku\":\"A\",\"qty\":1}]}\n",
                truth: .jsonLines)
        },
        EverydayShape("an array of objects") { r in
            Sample(
                text: "["
                    + r.rows(end: ",\n") { row, r in "{\"id\": \(row), \"city\": \"\(r.city())\"}" }
                    + "{\"id\": 0}]\n",
                truth: .json(records: ""))
        },
        EverydayShape("an interface's page of results") { r in
            Sample(
                text: "{\"status\":\"ok\",\"page\":1,\"data\":{\"items\":["
                    + r.rows(end: ",") { row, r in "{\"id\":\(row),\"city\":\"\(r.city())\"}" }
                    + "{\"id\":0}]}}",
                truth: .json(records: "/data/items"))
        },
        EverydayShape("a page with one result") { _ in
            Sample(
                text:
                    "{\"items\":[{\"id\":1,\"n\":\"x\"}],\"nextPageToken\":\"abcdefghijklmnop\"}\n",
                truth: .json(records: "/items"))
        },
        EverydayShape("places of a map") { r in
            Sample(
                text: "{\"type\":\"FeatureCollection\",\"features\":[\n"
                    + r.rows(end: ",\n") { row, r in
                        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[\(r.number(1...90)).5,4.25]},\"properties\":{\"id\":\(row)}}"
                    } + "{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"id\":0}}]}\n",
                truth: .json(records: "/features"))
        },
        EverydayShape("orders in XML") { r in
            Sample(
                text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<orders>\n"
                    + r.rows { row, r in
                        "<order id=\"\(row)\"><name>\(r.name())</name><total currency=\"EUR\">\(r.money())</total></order>"
                    } + "</orders>\n",
                truth: .xml(record: "/orders/order"), types: ["total": .decimal, "id": .integer])
        },
        EverydayShape("rows of attributes in XML") { r in
            Sample(
                text: "<users>\n"
                    + r.rows { row, r in "<row Id=\"\(row)\" Name=\"\(r.city())\" />" }
                    + "</users>",
                truth: .xml(record: "/users/row"))
        },
        EverydayShape("a feed of news") { r in
            Sample(
                text:
                    "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title><link>https://example.com</link>"
                    + r.rows { row, r in
                        "<item><title>\(r.text())</title><guid>n\(row)</guid></item>"
                    } + "</channel></rss>",
                truth: .xml(record: "/rss/channel/item"))
        },
    ]
}
