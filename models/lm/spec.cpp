#include "models/lm/spec.hpp"

#include <fmt/format.h>

#include "config/registry.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"
#include "core/utf8.hpp"

namespace rowgrad {
namespace {

// The lines of a file that are not blank. Throws Error.
std::vector<std::string> lines_of(const std::filesystem::path& path) {
  const TextFile file(path);
  std::vector<std::string> items;
  for_each_line(file.text(), [&](std::string_view line, std::size_t number) {
    if (const std::size_t bad = find_invalid_utf8(line); bad != std::string_view::npos) {
      throw input_error(fmt::format("{}:{}", path.string(), number), fmt::format("byte {} is not valid UTF-8", bad + 1),
                        "convert the file to UTF-8");
    }
    if (line.find_first_not_of(" \t") != std::string_view::npos) items.emplace_back(line);
  });
  if (items.empty())
    throw input_error(path.string(), "expected one item per line, found only blank lines", "give it some data");
  return items;
}

}  // namespace

void LmSpec::declare(Keys& keys) {
  files_.declare(keys);
  keys.add("unit", options_.unit, "what a token is").one_of({"character", "word"});
  keys.add("tokenizer", options_.tokenizer, "how words are found; whitespace unless given").one_of(Tokenizer::names());
  keys.add("min_count", min_count_, "symbols rarer than this in the training data count as unknown").at_least(1);
  keys.add("unknown", options_.unknown,
           "the token that stands for unknown symbols, e.g. \"<unk>\"; they are dropped if empty");
  keys.add("context", options_.context,
           "predict from this many symbols before, a fixed window; 0: from the whole item so far");
  keys.add("block", options_.block, "cut items into pieces of at most this many rows; 0: leave them whole");
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

std::unique_ptr<const Dataset> LmSpec::load(const Where& data) const {
  const auto items = read_items(data);
  return encode(items, vocabularies_of(items[0]));
}

std::unique_ptr<const Dataset> LmSpec::load(const Where& data, Vocabularies known) const {
  return encode(read_items(data), std::move(known));
}

std::unique_ptr<const Dataset> LmSpec::without_examples(Vocabularies known) const {
  return std::make_unique<LmDataset>(options_, std::move(known), std::array<Ragged, 3>{});
}

Inputs LmSpec::inputs(const Sizes& sizes) const {
  const std::size_t vocab = sizes.at("vocab");
  return LmInputs::declare(options_, vocab, Candidates(options_.candidates, vocab)).inputs;
}

std::array<LmSpec::Lines, 3> LmSpec::read_items(const Where& data) const {
  files_.check_readable(data);
  std::array<Lines, 3> items;
  for (const Split split : all_splits) {
    if (files_.has_file(split)) items[static_cast<std::size_t>(split)] = lines_of(files_.path(split));
  }
  if (!files_.is_split()) return items;
  const Lines all = std::move(items[0]);
  for (const Split split : all_splits) {
    auto& part = items[static_cast<std::size_t>(split)];
    part.clear();
    for (const std::size_t item : files_.items(Split::train, split, all.size())) part.push_back(all[item]);
  }
  return items;
}

Vocabularies LmSpec::vocabularies_of(const Lines& lines) const {
  const Symbols symbols(options_);
  const bool has_unknown = !options_.unknown.empty();
  Vocabulary vocabulary;
  vocabulary.add(LmDataset::boundary_name, lines.size());
  if (has_unknown) vocabulary.add(options_.unknown, 0);
  for (const auto& line : lines) {
    symbols.for_each(line, [&](std::string_view symbol) { vocabulary.add(symbol); });
  }
  const std::uint64_t all = vocabulary.total();
  const std::size_t reserved = has_unknown ? 2 : 1;
  vocabulary.sort(min_count_, reserved);
  if (has_unknown) vocabulary.add(options_.unknown, all - vocabulary.total());
  if (vocabulary.size() == reserved) {
    throw input_error(files_.path(Split::train).string(), "no symbol is left for the vocabulary",
                      "lower data.min_count");
  }
  return {std::move(vocabulary), {}};
}

std::unique_ptr<const Dataset> LmSpec::encode(const std::array<Lines, 3>& items, Vocabularies vocabularies) const {
  const Symbols symbols(options_);
  std::array<Ragged, 3> parts;
  std::array<Dropped, 3> dropped;
  for (std::size_t s = 0; s < parts.size(); ++s) {
    for (const auto& line : items[s]) {
      symbols.for_each(line, [&](std::string_view symbol) {
        if (const auto id = symbols.find(vocabularies.tokens, symbol))
          parts[s].push(*id);
        else if (dropped[s].symbols++ == 0)
          dropped[s].example = symbol;
      });
      parts[s].close();
    }
  }
  return std::make_unique<LmDataset>(options_, std::move(vocabularies), std::move(parts), std::vector<std::string>(),
                                     std::move(dropped));
}

const bool registered = register_as<DataSpec, LmSpec>("lm", "next character or word; inputs tokens and next");

}  // namespace rowgrad
