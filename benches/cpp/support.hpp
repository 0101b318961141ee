// simdjson On-Demand: what the generated models are read with.
//
// Written the way its documentation and its own benchmarks do: one forward pass over the objects' fields, keys compared raw, numbers
// parsed in their strings, strings unescaped once into the parser's buffer, lists in a bump arena, all memory reused.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "simdjson.h"

#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace od = simdjson::ondemand;
using simdjson::error_code;
using Str = std::string_view;

#define TRY(expression)                                  \
  do {                                                   \
    error_code error_ = (expression);                    \
    if (__builtin_expect(error_ != 0, 0)) return error_; \
  } while (0)

// The Rust side's SIMD decoder, so that all peers decode base64 alike. Answers the length, or SIZE_MAX.
extern "C" size_t millstream_benches_base64(const char *text, size_t length, uint8_t *out);

/// Memory that is given back all at once.
class Arena {
  struct Chunk {
    std::unique_ptr<char[]> memory;
    size_t size;
  };
  std::vector<Chunk> chunks;
  size_t chunk = 0, used = 0, size = 0;
  char *memory = nullptr;

public:
  Arena() {
    add(1 << 16);
    use(0);
  }
  void reset() { use(0); }
  void *take(size_t bytes, size_t align) {
    used = (used + align - 1) & ~(align - 1);
    if (__builtin_expect(used + bytes > size, 0)) next(bytes);
    void *place = memory + used;
    used += bytes;
    return place;
  }

private:
  void add(size_t size) { chunks.push_back({std::unique_ptr<char[]>(new char[size]), size}); }
  void use(size_t at) {
    chunk = at;
    used = 0;
    size = chunks[at].size;
    memory = chunks[at].memory.get();
  }
  /// Goes on to a chunk that has the room. Those before it stay as they are: what was read before is in them.
  simdjson_never_inline void next(size_t bytes) {
    size_t at = chunk + 1;
    while (at < chunks.size() && chunks[at].size < bytes) at++;
    if (at == chunks.size()) add(bytes > size ? bytes * 2 : size);
    use(at);
  }
};

struct Bytes {
  const uint8_t *items = nullptr;
  size_t count = 0;
};

template <class T> struct List {
  const T *items = nullptr;
  size_t count = 0;
};

template <class T> struct Map {
  struct Entry {
    Str name;
    T value;
  };
  const Entry *items = nullptr;
  size_t count = 0;
};

struct Reader {
  /// What is learnt of the members' order is learnt in each pass anew.
  unsigned pass = 0;
  od::parser parser;
  Arena arena;
  /// Of the record, by which an entity type is chosen.
  Str range_key;
  /// What is unescaped, and where the next text goes: as much room as the event takes.
  std::vector<uint8_t> unescaped;
  uint8_t *free = nullptr;
};

/// A string without escapes is borrowed from the event: faster by a tenth than `get_string`, which copies. (Stage 1 has refused control
/// characters and bad UTF-8.) Others are unescaped by simdjson.
inline error_code text(Reader &reader, od::value value, Str &out) {
#ifdef __AVX2__
  od::raw_json_string raw;
  TRY(value.get_raw_json_string().get(raw));
  const char *start = raw.raw();
  const __m256i quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\');
  for (size_t at = 0;; at += 32) { // the padding is behind the event's last quote
    __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(start + at));
    __m256i special = _mm256_or_si256(_mm256_cmpeq_epi8(block, quote), _mm256_cmpeq_epi8(block, backslash));
    uint32_t mask = _mm256_movemask_epi8(special);
    if (mask != 0) {
      size_t length = at + __builtin_ctz(mask);
      if (__builtin_expect(start[length] != '"', 0)) return reader.parser.unescape(raw, reader.free).get(out);
      out = Str(start, length);
      return simdjson::SUCCESS;
    }
  }
#else
  return value.get_string().get(out);
#endif
}

/// Compares a raw key, its closing quote included: a load or two.
template <size_t N> inline bool is(const char *raw, const char (&name)[N]) { return std::memcmp(raw, name, N - 1) == 0; }

// ---- members --------------------------------------------------------------------------------------------------------------------

/// A name's hash, of its first and last bytes and its length.
inline uint64_t hash(Str name, uint64_t factor) {
  uint64_t head = 0, tail = 0;
  size_t length = name.size();
  const char *data = name.data();
  if (length >= 8) {
    std::memcpy(&head, data, 8);
    std::memcpy(&tail, data + length - 8, 8);
  } else if (length >= 4) {
    std::memcpy(&head, data, 4);
    std::memcpy(&tail, data + length - 4, 4);
  } else if (length > 0) {
    head = uint8_t(data[0]);
    tail = uint64_t(uint8_t(data[length - 1])) << 8 | uint8_t(data[length / 2]);
  }
  return (head ^ (tail << 21 | tail >> 43) ^ length) * factor;
}

/// Which member came behind which, and whether that is worth asking.
template <size_t N> struct Learnt {
  uint8_t next[N] = {};
  unsigned pass = 0;
  int credit = 0;

  void begin(unsigned now) {
    if (pass != now) {
      std::memset(next, 0, N);
      pass = now;
      credit = 64;
    }
    credit += credit < 64;
  }
  bool trusted() const { return credit > 0; }
  void missed(unsigned last, unsigned found) {
    if (found == 0) return;
    next[last] = found;
    credit -= credit > -64;
  }
};

// ---- values: `tag` is the raw key of the attribute value's one member -----------------------------------------------------------

/// A generated struct has a `read_fields`.
template <class T> inline error_code read(Reader &reader, od::value value, const char *tag, T &out) {
  if (!is(tag, "M\"")) return simdjson::INCORRECT_TYPE;
  od::object object;
  TRY(value.get_object().get(object));
  return read_fields(reader, object, out);
}

inline error_code read(Reader &reader, od::value value, const char *tag, Str &out) {
  if (!is(tag, "S\"")) return simdjson::INCORRECT_TYPE;
  return text(reader, value, out);
}

inline error_code read(Reader &, od::value value, const char *tag, int64_t &out) {
  if (!is(tag, "N\"")) return simdjson::INCORRECT_TYPE;
  return value.get_int64_in_string().get(out);
}

inline error_code read(Reader &, od::value value, const char *tag, double &out) {
  if (!is(tag, "N\"")) return simdjson::INCORRECT_TYPE;
  return value.get_double_in_string().get(out);
}

inline error_code read(Reader &, od::value value, const char *tag, bool &out) {
  if (!is(tag, "BOOL\"")) return simdjson::INCORRECT_TYPE;
  return value.get_bool().get(out);
}

inline error_code read(Reader &reader, od::value value, const char *tag, Bytes &out) {
  if (!is(tag, "B\"")) return simdjson::INCORRECT_TYPE;
  Str base64;
  TRY(text(reader, value, base64));
  auto *bytes = static_cast<uint8_t *>(reader.arena.take(base64.size() / 4 * 3 + 3, 1));
  size_t count = millstream_benches_base64(base64.data(), base64.size(), bytes);
  if (count == SIZE_MAX) return simdjson::INCORRECT_TYPE;
  out = {bytes, count};
  return simdjson::SUCCESS;
}

/// An attribute value: an object of one member. Written without a loop, and with fields that are not copied, it takes a tenth fewer
/// instructions.
template <class T> simdjson_inline error_code attribute(Reader &reader, od::value value, T &out) {
  od::object object;
  TRY(value.get_object().get(object));
  od::object_iterator member;
  TRY(object.begin().get(member));
  auto result = *member;
  TRY(result.error());
  od::field &&field = std::move(result).value_unsafe();
  TRY(read(reader, field.value(), field.key().raw(), out));
  ++member;
  bool more = member != od::object_iterator();
  return more ? simdjson::INCORRECT_TYPE : simdjson::SUCCESS;
}

/// The same by a call: for recursion, and where there are many attributes.
template <class T> simdjson_never_inline error_code outlined(Reader &reader, od::value value, T &out) {
  return attribute(reader, value, out);
}

template <class T> inline error_code read(Reader &reader, od::value value, const char *tag, std::optional<T> &out) {
  if (is(tag, "NULL\"")) return simdjson::SUCCESS;
  return read(reader, value, tag, out.emplace());
}

/// Elements are gathered on a stack that is kept, since their number is not known before, then moved into the arena.
template <class T, class Items, class Each> inline error_code gather(Reader &reader, Items &items, List<T> &out, Each each) {
  static std::vector<T> stack;
  size_t base = stack.size();
  for (auto result : items) {
    T element{};
    TRY(each(std::move(result), element));
    stack.push_back(element);
  }
  size_t count = stack.size() - base;
  auto *place = static_cast<T *>(reader.arena.take(count * sizeof(T), alignof(T)));
  std::uninitialized_copy(stack.begin() + base, stack.end(), place);
  stack.resize(base);
  out = {place, count};
  return simdjson::SUCCESS;
}

template <class T> inline error_code read(Reader &reader, od::value value, const char *tag, List<T> &out) {
  const char *element;
  if (is(tag, "L\"")) {
    element = nullptr;
  } else if (is(tag, "SS\"")) {
    element = "S\"";
  } else if (is(tag, "NS\"")) {
    element = "N\"";
  } else {
    return simdjson::INCORRECT_TYPE;
  }
  od::array array;
  TRY(value.get_array().get(array));
  return gather(reader, array, out, [&](auto result, T &out) -> error_code {
    od::value value;
    TRY(std::move(result).get(value));
    return element ? read(reader, value, element, out) : outlined(reader, value, out);
  });
}

template <class T> inline error_code read(Reader &reader, od::value value, const char *tag, Map<T> &out) {
  if (!is(tag, "M\"")) return simdjson::INCORRECT_TYPE;
  od::object object;
  TRY(value.get_object().get(object));
  List<typename Map<T>::Entry> entries;
  TRY(gather(reader, object, entries, [&](auto result, auto &out) -> error_code {
    TRY(result.error());
    od::field &&field = std::move(result).value_unsafe();
    TRY(field.unescaped_key().get(out.name));
    return outlined(reader, field.value(), out.value);
  }));
  out = {entries.items, entries.count};
  return simdjson::SUCCESS;
}

// ---- checksums: the same as digest.rs -------------------------------------------------------------------------------------------

struct Full {
  uint64_t sum = 0;
  void word(uint64_t word) { sum = (((sum << 5) | (sum >> 59)) ^ word) * 0x517cc1b727220a95; }
  void bytes(const void *data, size_t length) {
    word(length);
    for (size_t at = 0; at < length; at += 8) {
      uint64_t chunk = 0;
      std::memcpy(&chunk, static_cast<const char *>(data) + at, length - at < 8 ? length - at : 8);
      word(chunk);
    }
  }
  void text(Str text) { bytes(text.data(), text.size()); }
  void base64(Str text) {
    std::vector<uint8_t> decoded(text.size() / 4 * 3 + 3);
    bytes(decoded.data(), millstream_benches_base64(text.data(), text.size(), decoded.data()));
  }
  template <class T, class F> void unordered(const T *items, size_t count, F feed) {
    word(count);
    uint64_t total = 0;
    for (size_t at = 0; at < count; at++) {
      Full one;
      feed(one, items[at]);
      total += one.sum;
    }
    word(total);
  }
};

struct Light {
  uint64_t sum = 0;
  void word(uint64_t word) { sum += word; }
  void bytes(const void *, size_t length) { word(length); }
  void text(Str text) { word(text.size()); }
  void base64(Str text) {
    size_t padding = 0;
    while (padding < text.size() && text[text.size() - 1 - padding] == '=') padding++;
    word(text.size() / 4 * 3 - padding);
  }
  template <class T, class F> void unordered(const T *items, size_t count, F feed) {
    word(count);
    for (size_t at = 0; at < count; at++) feed(*this, items[at]);
  }
};

template <class S> inline void digest(S &sink, Str text) { sink.text(text); }
template <class S> inline void digest(S &sink, int64_t value) { sink.word(uint64_t(value)); }
template <class S> inline void digest(S &sink, bool value) { sink.word(value); }
template <class S> inline void digest(S &sink, double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, 8);
  sink.word(bits);
}
template <class S> inline void digest(S &sink, Bytes bytes) { sink.bytes(bytes.items, bytes.count); }
template <class S, class T> inline void digest(S &sink, const std::optional<T> &value) {
  sink.word(value.has_value());
  if (value) digest(sink, *value);
}
template <class S, class T> inline void digest(S &sink, const List<T> &list) {
  sink.word(list.count);
  for (size_t at = 0; at < list.count; at++) digest(sink, list.items[at]);
}
template <class S, class T> inline void digest(S &sink, const Map<T> &map) {
  sink.unordered(map.items, map.count, [](auto &sink, const auto &entry) {
    sink.text(entry.name);
    digest(sink, entry.value);
  });
}
