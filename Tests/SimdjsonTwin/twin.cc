#include "simdjson_twin.h"
#include <cstring>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

using namespace simdjson;

namespace {

// As the scanner's.
constexpr int deepest = 64;

uint64_t head(const char *name, size_t length) {
    uint64_t word;
    memcpy(&word, name, 8);
    return length >= 8 ? word : word & ((uint64_t(1) << 8 * length) - 1);
}

struct Slot {
    uint64_t head = 0;
    size_t length = 0;
    int name = -1;
};

std::string_view token(ondemand::value value) {
    std::string_view text = value.raw_json_token();
    while (!text.empty() && strchr(" \t\r\n", text.back())) text.remove_suffix(1);
    return text;
}

} // namespace

struct simdjson_twin {
    ondemand::parser parser;
    std::vector<std::string> names;
    std::vector<Slot> slots;
    simdjson_twin_value *values = nullptr;

    size_t place(uint64_t head, size_t length) const {
        return ((head ^ length) * 0x9E3779B97F4A7C15) >> 40 & (slots.size() - 1);
    }

    // Eight bytes from `name` on are readable.
    int member(const char *name, size_t length) const {
        const uint64_t first = head(name, length);
        for (size_t at = place(first, length);; at = (at + 1) & (slots.size() - 1)) {
            const Slot &slot = slots[at];
            if (slot.name < 0) return -1;
            if (slot.head == first && slot.length == length &&
                (length <= 8 || !memcmp(name, names[slot.name].data(), length)))
                return slot.name;
        }
    }

    void note(int name, std::string_view text, simdjson_twin_kind kind) {
        if (name >= 0) values[name] = {text.data(), text.size(), kind};
    }

    error_code member(ondemand::field &field, bool isWanted, int &name) {
        // A raw name does not say how long it is.
        const char *raw = field.key().raw(), *end = raw;
        while (*end != '"' && *end != '\\') end++;
        name = -1;
        if (*end == '"') {
            if (isWanted) name = member(raw, end - raw);
            return SUCCESS;
        }
        std::string_view text;
        if (auto error = field.unescaped_key().get(text)) return error;
        if (isWanted) name = member((std::string(text) + std::string(8, 0)).data(), text.size());
        return SUCCESS;
    }

    error_code object(ondemand::object object, bool isWanted, int depth) {
        if (depth >= deepest) return DEPTH_ERROR;
        for (auto found : object) {
            ondemand::field field;
            if (auto error = std::move(found).get(field)) return error;
            int name;
            if (auto error = member(field, isWanted, name)) return error;
            if (auto error = value(field.value(), name, depth + 1)) return error;
        }
        return SUCCESS;
    }

    error_code array(ondemand::array array, int depth) {
        if (depth >= deepest) return DEPTH_ERROR;
        for (auto found : array) {
            ondemand::value element;
            if (auto error = std::move(found).get(element)) return error;
            if (auto error = value(element, -1, depth + 1)) return error;
        }
        return SUCCESS;
    }

    error_code text(ondemand::value value, int name) {
        std::string_view text = token(value);
        // Only what has escapes is copied.
        if (memchr(text.data(), '\\', text.size())) {
            if (auto error = value.get_string().get(text)) return error;
        } else {
            ondemand::raw_json_string raw;
            if (auto error = value.get_raw_json_string().get(raw)) return error;
            text = text.substr(1, text.size() - 2);
        }
        note(name, text, simdjson_twin_text);
        return SUCCESS;
    }

    error_code value(ondemand::value value, int name, int depth) {
        ondemand::json_type type;
        if (auto error = value.type().get(type)) return error;
        const std::string_view raw = name < 0 ? std::string_view() : token(value);
        switch (type) {
        case ondemand::json_type::string: return text(value, name);
        case ondemand::json_type::number: {
            double number;
            note(name, raw, simdjson_twin_number);
            return value.get_double().get(number);
        }
        case ondemand::json_type::boolean: {
            bool boolean;
            note(name, raw, simdjson_twin_boolean);
            return value.get_bool().get(boolean);
        }
        case ondemand::json_type::null: {
            bool isNull = false;
            note(name, raw, simdjson_twin_null);
            if (auto error = value.is_null().get(isNull)) return error;
            return isNull ? SUCCESS : N_ATOM_ERROR;
        }
        case ondemand::json_type::object: {
            ondemand::object inner;
            note(name, {}, simdjson_twin_container);
            if (auto error = value.get_object().get(inner)) return error;
            return object(inner, false, depth);
        }
        case ondemand::json_type::array: {
            ondemand::array inner;
            note(name, {}, simdjson_twin_container);
            if (auto error = value.get_array().get(inner)) return error;
            return array(inner, depth);
        }
        }
        return INCORRECT_TYPE;
    }
};

simdjson_twin *simdjson_twin_new(const char *const *names, size_t count) {
    auto twin = new simdjson_twin;
    size_t size = 4;
    while (size < count * 2) size *= 2;
    twin->slots.resize(size);
    for (size_t index = 0; index < count; index++) {
        const size_t length = strlen(names[index]);
        const std::string padded = std::string(names[index]) + std::string(8, 0);
        const uint64_t first = head(padded.data(), length);
        size_t at = twin->place(first, length);
        while (twin->slots[at].name >= 0) at = (at + 1) & (size - 1);
        twin->slots[at].head = first;
        twin->slots[at].length = length;
        twin->slots[at].name = int(index);
        twin->names.push_back(names[index]);
    }
    return twin;
}

void simdjson_twin_free(simdjson_twin *twin) { delete twin; }

size_t simdjson_twin_padding(void) { return SIMDJSON_PADDING; }

int simdjson_twin_is_number_error(int error) { return error == NUMBER_ERROR; }

int simdjson_twin_read(simdjson_twin *twin, const char *line, size_t length,
                       simdjson_twin_value *values) {
    twin->values = values;
    for (size_t index = 0; index < twin->names.size(); index++)
        values[index] = {nullptr, 0, simdjson_twin_absent};
    ondemand::document document;
    ondemand::object object;
    const padded_string_view text(line, length, length + SIMDJSON_PADDING);
    if (auto error = twin->parser.iterate(text).get(document)) return error;
    if (auto error = document.get_object().get(object)) return error;
    if (auto error = twin->object(object, true, 0)) return error;
    return document.current_location().error() == OUT_OF_BOUNDS ? SUCCESS : TRAILING_CONTENT;
}
