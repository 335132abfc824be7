// simdjson_loop lines|array FILE: the plain loop over simdjson's documents or elements that looks
// up the twelve members of each, in the order in which they stand. Prints `seconds records`.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <simdjson.h>

using namespace simdjson;

static const char *const texts[] = {"FIRST", "LAST", "E-Mail", "DOB", "AMT", "ST", "STREET",
                                    "ZIP", "CITY", "COUNTRY", "NOTE"};
static size_t bytes = 0;
static long records = 0;

static void take(ondemand::object object) {
    bytes += object["CUST_NO"].get_int64().value() != 0;
    for (auto name : texts) bytes += std::string_view(object[name].get_string()).size();
    records++;
}

int main(int count, char **arguments) {
    if (count != 3) return 2;
    auto start = std::chrono::steady_clock::now();
    ondemand::parser parser;
    try {
        padded_string json = padded_string::load(arguments[2]);
        if (!std::strcmp(arguments[1], "lines")) {
            ondemand::document_stream documents = parser.iterate_many(json, 1 << 20);
            for (auto document : documents) take(document.get_object());
        } else {
            ondemand::document document = parser.iterate(json);
            for (auto element : document.get_array()) take(element.get_object());
        }
    } catch (const simdjson_error &error) {
        std::fprintf(stderr, "simdjson_loop: %s\n", error.what());
        return 3;
    }
    std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    std::printf("%f %ld\n", taken.count(), records);
    return bytes == 0;
}
