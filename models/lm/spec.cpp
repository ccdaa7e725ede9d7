#include "models/lm/spec.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/registry.hpp"
#include "core/error.hpp"
#include "core/input_text.hpp"
#include "core/standard_input.hpp"
#include "core/utf8.hpp"
#include "data/first_look.hpp"

namespace rowgrad {
namespace {

// The lines of the file at `path` that are not blank. Throws Error.
std::vector<std::string_view> lines_of(const InputText& file, const std::filesystem::path& path) {
  std::vector<std::string_view> items;
  for_each_line(file.text(), [&](std::string_view line, std::size_t number) {
    if (const std::size_t bad = find_invalid_utf8(line); bad != std::string_view::npos) {
      throw input_error(fmt::format("{}:{}", shown_name(path), number),
                        fmt::format("byte {} is not valid UTF-8", bad + 1), convert_remedy(path));
    }
    if (line.find_first_not_of(" \t") != std::string_view::npos) items.push_back(line);
  });
  if (items.empty())
    throw input_error(shown_name(path), "expected one item per line, found only blank lines", "give it some data");
  return items;
}

}  // namespace

void LmSpec::declare(Keys& keys) {
  files_.declare(keys);
  keys.add("unit", options_.unit, "what a token is").one_of({"character", "word"});
  keys.add("tokenizer", options_.tokenizer, "how words are found; whitespace unless given").one_of(Tokenizer::names());
  vocabulary_.declare(keys, "symbols rarer than this in the training data count as unknown");
  keys.add("unknown", options_.unknown,
           "the token that stands for unknown symbols, e.g. \"<unk>\"; they are dropped if empty");
  keys.add("context", options_.context,
           "predict from this many symbols before, a fixed window; 0: from the whole item so far");
  keys.add("block", options_.block, "cut items into pieces of at most this many rows; 0: leave them whole");
  options_.max_length.declare(keys);
  options_.candidates.declare(keys);
}

void LmSpec::check(const Where& data) const {
  files_.check(data);
  if (options_.unit != "word" && !options_.tokenizer.empty())
    throw(data / "tokenizer").error("characters need no tokenizer", "remove it, or set \"unit\" to \"word\"");
  if (options_.context != 0 && options_.block != 0)
    throw(data / "block").error("with \"context\" every position is a piece of its own", "remove one of the two");
  if (options_.unknown == LmDataset::boundary_name) {
    throw(data / "unknown").error(fmt::format("\"{}\" is the boundary's name", options_.unknown), "choose another");
  }
}

std::unique_ptr<const Dataset> LmSpec::read(const Where& data, const KnownNames& known, Communicator& ranks) const {
  const Items items = read_items(data, ranks);
  ReadingReport report;
  if (known.complete) return encode(items, known.names, std::move(report));
  vocabulary_.check_readable(data);
  Vocabulary tokens = vocabulary_of(items.lines[0], known.names.tokens, report);
  report.notes = vocabulary_.notes(tokens);
  return encode(items, {std::move(tokens), {}}, std::move(report));
}

std::unique_ptr<const Dataset> LmSpec::without_examples(Vocabularies known) const {
  return std::make_unique<LmDataset>(options_, std::move(known), std::array<Ragged, 3>{});
}

Inputs LmSpec::inputs(const Sizes& sizes) const {
  const std::size_t vocab = sizes.at("vocab");
  return LmInputs::declare(options_, vocab, Candidates(options_.candidates, vocab)).inputs;
}

LmSpec::Items LmSpec::read_items(const Where& data, const Communicator& ranks) const {
  files_.check_readable(data, ranks);
  Items items;
  for (const Split split : all_splits) {
    if (!files_.has_file(split)) continue;
    const auto s = static_cast<std::size_t>(split);
    items.files[s] = std::make_unique<const InputText>(files_.path(split));
    items.lines[s] = lines_of(*items.files[s], files_.path(split));
  }
  if (!files_.is_split()) return items;
  const Lines all = std::move(items.lines[0]);
  for (const Split split : all_splits) {
    Lines& part = items.lines[static_cast<std::size_t>(split)];
    for (const std::size_t item : files_.items(Split::train, split, all.size())) part.push_back(all[item]);
  }
  return items;
}

Vocabulary LmSpec::vocabulary_of(const Lines& lines, const Vocabulary& known, ReadingReport& report) const {
  const Symbols symbols(options_);
  const bool has_unknown = !options_.unknown.empty();
  Vocabulary vocabulary;
  vocabulary.add(LmDataset::boundary_name, lines.size());
  if (has_unknown) vocabulary.add(options_.unknown, 0);
  for (const std::string_view line : lines) {
    symbols.for_each(
        line, [&](std::string_view symbol) { vocabulary.add(symbol); }, options_.max_length.most());
  }
  const std::uint64_t all = vocabulary.total();
  const std::size_t different = vocabulary.size();
  const std::size_t reserved = has_unknown ? 2 : 1;
  std::vector<std::string> own{LmDataset::boundary_name};
  if (has_unknown) own.push_back(options_.unknown);
  vocabulary_.choice(known, own).apply(vocabulary, reserved);
  report.dropped = different - (vocabulary.size() - count_unseen(vocabulary, reserved));
  report.dropped_because = vocabulary_.dropped_because();
  if (has_unknown) vocabulary.add(options_.unknown, all - vocabulary.total());
  if (vocabulary.size() == reserved) {
    throw input_error(shown_name(files_.path(Split::train)), "no symbol is left for the vocabulary",
                      "lower data.min_count");
  }
  return vocabulary;
}

std::unique_ptr<const Dataset> LmSpec::encode(const Items& items, Vocabularies vocabularies,
                                              ReadingReport report) const {
  std::array<Ragged, 3> parts;
  std::array<Dropped, 3> dropped;
  std::array<Counted, 3> files;  // by the split that a file is named for
  report.item = "line";
  report.token = options_.unit;
  for (const Split split : all_splits) {
    const auto s = static_cast<std::size_t>(split);
    const Counted counted = encode(items.lines[s], vocabularies.tokens, parts[s], dropped[s]);
    report.part(split) = {counted.lines, counted.symbols};
    files[static_cast<std::size_t>(files_.has_file(split) ? split : Split::train)] += counted;
  }
  for (const Split split : all_splits) {
    if (!files_.has_file(split)) continue;
    const auto s = static_cast<std::size_t>(split);
    const Counted& counted = files[s];
    if (const std::string columns = columns_in_plain_text(items.files[s]->text(), files_.path(split)); !columns.empty())
      report.notes.push_back(columns);
    report.files.push_back({split, shown_name(files_.path(split)), "lines", counted.symbols, counted.unknown});
    options_.max_length.note(report.notes, files_.path(split), counted.cut, counted.lines);
  }
  return std::make_unique<LmDataset>(options_, std::move(vocabularies), std::move(parts), std::move(report),
                                     std::move(dropped));
}

LmSpec::Counted& LmSpec::Counted::operator+=(const Counted& other) {
  lines += other.lines;
  cut += other.cut;
  symbols += other.symbols;
  unknown += other.unknown;
  return *this;
}

// The symbols are counted first: a list that grew until it held them all would be copied on the way.
LmSpec::Counted LmSpec::encode(const Lines& lines, const Vocabulary& tokens, Ragged& part, Dropped& dropped) const {
  const Symbols symbols(options_);
  const std::size_t most = options_.max_length.most();
  Counted counted;
  counted.lines = lines.size();
  const auto count = [&](std::string_view) { ++counted.symbols; };
  for (const std::string_view line : lines) symbols.for_each(line, count, most);
  part.reserve(counted.symbols, lines.size());
  for (const std::string_view line : lines) {
    const auto add = [&](std::string_view symbol) {
      const auto known = tokens.find(symbol);
      counted.unknown += known ? 0 : 1;
      if (const auto id = known ? known : symbols.find(tokens, symbol))
        part.push(*id);
      else if (dropped.symbols++ == 0)
        dropped.example = symbol;
    };
    counted.cut += symbols.for_each(line, add, most) ? 1 : 0;
    part.close();
  }
  return counted;
}

const bool registered = register_as<DataSpec, LmSpec>("lm", "next character or word; inputs tokens and next");

}  // namespace rowgrad
