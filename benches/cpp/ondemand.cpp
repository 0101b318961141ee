// simdjson On-Demand: records, jobs, and what Rust calls.

#include "support.hpp"

#include "models.hpp" // generated from src/models by the build script

// ---- any attribute value ---------------------------------------------------------------------------------------------------------

struct Tree {
  enum Kind { S, N, B, BOOL, NUL, M, L, SS, NS, BS } kind = NUL;
  union {
    Str text;
    bool flag;
    Map<Tree> map;
    List<Tree> list;
    List<Str> set;
  };
  Tree() : flag(false) {}
};

static error_code read(Reader &reader, od::value value, const char *tag, Tree &out) {
  auto texts = [&](Tree::Kind kind) -> error_code {
    out.kind = kind;
    return read(reader, value, "SS\"", out.set = List<Str>{});
  };
  auto leaf = [&](Tree::Kind kind) -> error_code {
    out.kind = kind;
    return text(reader, value, out.text);
  };
  switch (tag[0]) {
  case 'S':
    if (tag[1] == '"') return leaf(Tree::S);
    if (is(tag, "SS\"")) return texts(Tree::SS);
    break;
  case 'N':
    if (tag[1] == '"') return leaf(Tree::N);
    if (is(tag, "NS\"")) return texts(Tree::NS);
    if (is(tag, "NULL\"")) return out.kind = Tree::NUL, simdjson::SUCCESS;
    break;
  case 'B':
    if (tag[1] == '"') return leaf(Tree::B);
    if (is(tag, "BS\"")) return texts(Tree::BS);
    if (is(tag, "BOOL\"")) {
      out.kind = Tree::BOOL;
      return value.get_bool().get(out.flag);
    }
    break;
  case 'M':
    out.kind = Tree::M;
    return read(reader, value, tag, out.map = Map<Tree>{});
  case 'L':
    out.kind = Tree::L;
    return read(reader, value, tag, out.list = List<Tree>{});
  }
  return simdjson::INCORRECT_TYPE;
}

template <class S> void digest(S &sink, const Tree &tree) {
  sink.word(tree.kind);
  switch (tree.kind) {
  case Tree::S:
  case Tree::N: return sink.text(tree.text);
  case Tree::B: return sink.base64(tree.text);
  case Tree::BOOL: return sink.word(tree.flag);
  case Tree::NUL: return;
  case Tree::M: return digest(sink, tree.map);
  case Tree::L: return digest(sink, tree.list);
  case Tree::SS:
  case Tree::NS: return digest(sink, tree.set);
  case Tree::BS:
    sink.word(tree.set.count);
    for (size_t at = 0; at < tree.set.count; at++) sink.base64(tree.set.items[at]);
  }
}

// ---- several entity types --------------------------------------------------------------------------------------------------------

struct Entity {
  enum { CUSTOMER, PURCHASE, PAYMENT } kind;
  union {
    Customer customer;
    Purchase purchase;
    Payment payment;
  };
  Entity() : kind(CUSTOMER), customer() {}
};

static error_code read(Reader &reader, od::value value, const char *tag, Entity &out) {
  Str key = reader.range_key;
  if (key.substr(0, 8) == "PROFILE#") {
    out.kind = Entity::CUSTOMER;
    return read(reader, value, tag, out.customer = Customer{});
  } else if (key.substr(0, 6) == "ORDER#") {
    out.kind = Entity::PURCHASE;
    return read(reader, value, tag, out.purchase = Purchase{});
  } else if (key.substr(0, 8) == "PAYMENT#") {
    out.kind = Entity::PAYMENT;
    return read(reader, value, tag, out.payment = Payment{});
  }
  return simdjson::INCORRECT_TYPE;
}

template <class S> void digest(S &sink, const Entity &entity) {
  switch (entity.kind) {
  case Entity::CUSTOMER: return digest(sink, entity.customer);
  case Entity::PURCHASE: return digest(sink, entity.purchase);
  case Entity::PAYMENT: return digest(sink, entity.payment);
  }
}

template <class K> Str range_key(const K &) { return {}; }
static Str range_key(const EntityKeys &keys) { return keys.sk_; }

// ---- records ---------------------------------------------------------------------------------------------------------------------

struct Skipped {};
static error_code read(Reader &, od::value, const char *, Skipped &) { return simdjson::SUCCESS; } // the iterator steps over it
template <class S> void digest(S &, Skipped) {}

template <bool ENVELOPE, class K, class N, class O> struct Record {
  Str id, name, sequence, version, source, region, arn, view, identity_type, principal;
  double created = 0;
  int64_t size = 0;
  bool identity = false;
  std::optional<K> keys;
  std::optional<N> new_image;
  std::optional<O> old_image;
};

template <bool ENVELOPE, class K, class N, class O>
static error_code read_change(Reader &reader, od::value value, Record<ENVELOPE, K, N, O> &out);

static error_code read_identity(Reader &reader, od::value value, Str &type, Str &principal) {
  od::object object;
  TRY(value.get_object().get(object));
  for (auto result : object) {
    TRY(result.error());
    od::field &&field = std::move(result).value_unsafe();
    if (is(field.key().raw(), "type\"")) TRY(text(reader, field.value(), type));
    else if (is(field.key().raw(), "principalId\"")) TRY(text(reader, field.value(), principal));
  }
  return simdjson::SUCCESS;
}

#include "envelope.hpp" // generated: the loops over the members

template <bool ENVELOPE, class K, class N, class O>
static error_code read_change(Reader &reader, od::value value, Record<ENVELOPE, K, N, O> &out) {
  od::object object;
  TRY(value.get_object().get(object));
  return read_change_fields(reader, object, out);
}

template <class S, bool ENVELOPE, class K, class N, class O>
void digest(S &sink, const Record<ENVELOPE, K, N, O> &record) {
  for (Str text : {record.id, record.name, record.sequence}) sink.text(text);
  if (ENVELOPE) {
    for (Str text : {record.version, record.source, record.region, record.arn}) sink.text(text);
    sink.word(uint64_t(record.created));
    sink.word(uint64_t(record.size));
    sink.text(record.view);
    if (record.identity) {
      sink.text(record.identity_type);
      sink.text(record.principal);
    }
  }
  digest(sink, record.keys);
  digest(sink, record.new_image);
  digest(sink, record.old_image);
}

// ---- jobs ------------------------------------------------------------------------------------------------------------------------

/// The event in a buffer with the room behind it that simdjson wants. It is filled when a job begins to use an event, not in each pass:
/// a program of its own would read the event into such a buffer.
struct Run {
  Reader reader;
  simdjson::padded_string event;
  virtual ~Run() = default;
  virtual error_code pass(Full &sink) = 0;
  virtual error_code pass(Light &sink) = 0;
};

template <class R, bool COLLECT> struct Job final : Run {
  std::vector<R> held;

  error_code pass(Full &sink) override { return decode(sink); }
  error_code pass(Light &sink) override { return decode(sink); }

  template <class S> error_code decode(S &sink) {
    od::document document;
    od::array records;
    TRY(reader.parser.iterate(event).get(document));
    TRY(document["Records"].get_array().get(records));
    reader.pass++;
    reader.arena.reset();
    reader.free = reader.unescaped.data();
    held.clear();
    for (auto result : records) {
      od::object object;
      TRY(std::move(result).get_object().get(object));
      if constexpr (COLLECT) {
        TRY(read_record_fields(reader, object, held.emplace_back()));
      } else {
        reader.arena.reset();
        R record;
        TRY(read_record_fields(reader, object, record));
        digest(sink, record);
      }
    }
    for (const R &record : held) digest(sink, record);
    return simdjson::SUCCESS;
  }
};

/// A limit, not a decoder: stage 1, and each record stepped over.
struct Skip final : Run {
  error_code pass(Full &sink) override { return decode(sink); }
  error_code pass(Light &sink) override { return decode(sink); }
  template <class S> error_code decode(S &sink) {
    od::document document;
    od::array records;
    TRY(reader.parser.iterate(event).get(document));
    TRY(document["Records"].get_array().get(records));
    for (auto result : records) {
      TRY(std::move(result).error());
      sink.word(1);
    }
    return simdjson::SUCCESS;
  }
};

template <class V, class K> static Run *start(int job) {
  switch (job) {
  case 0: return new Job<Record<true, K, V, V>, false>;
  case 1: return new Job<Record<true, K, V, V>, true>;
  case 3: return new Job<Record<false, K, Skipped, Skipped>, false>;
  case 4: return new Job<Record<false, K, V, Skipped>, false>;
  default: return nullptr;
  }
}

// Numbers as in simdjson_ondemand.rs.
extern "C" Run *millstream_benches_start(int job, int model) {
  if (job == 2) return new Job<Record<true, Tree, Tree, Tree>, false>;
  if (job == 5) return new Skip;
  switch (model) {
  case 0: return start<Bark, BarkKeys>(job);
  case 1: return start<Order, OrderKeys>(job);
  case 2: return start<Counter, CounterKeys>(job);
  case 3: return start<Article, ArticleKeys>(job);
  case 4: return start<Blob, BlobKeys>(job);
  case 5: return start<Wide, WideKeys>(job);
  case 6: return start<Entity, EntityKeys>(job);
  default: return nullptr;
  }
}

extern "C" void millstream_benches_load(Run *run, const char *event, size_t length) {
  run->event = simdjson::padded_string(event, length);
  run->reader.unescaped.resize(length + simdjson::SIMDJSON_PADDING);
}

extern "C" int millstream_benches_pass(Run *run, bool full, uint64_t *sum) {
  error_code error;
  if (full) {
    Full sink;
    error = run->pass(sink);
    *sum = sink.sum;
  } else {
    Light sink;
    error = run->pass(sink);
    *sum = sink.sum;
  }
  return error;
}

extern "C" void millstream_benches_end(Run *run) { delete run; }

extern "C" const char *millstream_benches_implementation() {
  static const std::string name = simdjson::builtin_implementation()->name();
  return name.c_str();
}

extern "C" const char *millstream_benches_version() { return SIMDJSON_VERSION; }
