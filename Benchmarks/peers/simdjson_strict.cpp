// simdjson_strict FILE: JSON Lines by simdjson as strictly as Hopper reads them: each line a document
// of its own, all of it checked, the twelve members noted with their digits as they are written.
// Prints `seconds records`.
#include "../../Tests/SimdjsonTwin/twin.cc"
#include <chrono>
#include <cstdio>

static const char *const names[] = {"CUST_NO", "FIRST", "LAST", "E-Mail",  "DOB", "AMT", "ST",
                                    "STREET",  "ZIP",   "CITY", "COUNTRY", "NOTE"};

int main(int count, char **arguments) {
    if (count != 2) return 2;
    auto start = std::chrono::steady_clock::now();
    auto twin = simdjson_twin_new(names, 12);
    simdjson_twin_value values[12];
    size_t bytes = 0;
    long records = 0;
    padded_string json;
    if (padded_string::load(arguments[1]).get(json)) return 3;
    const char *line = json.data(), *end = line + json.size();
    while (line < end) {
        auto feed = static_cast<const char *>(memchr(line, '\n', end - line));
        if (!feed) feed = end;
        if (simdjson_twin_read(twin, line, feed - line, values)) return 3;
        for (auto &value : values) bytes += value.length;
        records++;
        line = feed + 1;
    }
    std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    std::printf("%f %ld\n", taken.count(), records);
    return bytes == 0;
}
