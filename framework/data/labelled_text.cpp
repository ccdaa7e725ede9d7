#include "data/labelled_text.hpp"

#include <fmt/format.h>

#include <optional>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/text_file.hpp"
#include "core/utf8.hpp"
#include "data/interner.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view prefix = "__label__";
constexpr std::size_t block_bytes = std::size_t{1} << 21;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\v\f\r") == std::string_view::npos; }

struct Complaint {
  std::size_t line;
  std::string what, remedy;
};

// What one thread makes of one block of lines: ids are the block's own, lines count from the block's first.
struct Block {
  std::string_view text;
  Interner tokens, labels;
  std::vector<Id> ids, label;
  std::vector<std::uint64_t> lengths, lines;
  std::size_t line_count = 0, cut = 0;
  std::optional<Complaint> complaint;

  std::vector<Id> token_ids, label_ids;  // the file's ids by the block's
  std::size_t first_example = 0, first_line = 0;
};

struct Example {
  std::string_view text, label;
};

// Splits a line into text and label; throws Complaint.
Example parse(std::string_view line, bool fasttext, std::size_t number) {
  if (const std::size_t bad = find_invalid_utf8(line); bad != std::string_view::npos)
    throw Complaint{number, fmt::format("byte {} is not valid UTF-8", bad + 1), "convert the file to UTF-8"};
  if (fasttext) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    if (!line.starts_with(prefix) || end == prefix.size()) {
      throw Complaint{number, "expected a line that starts with __label__", "add the label, or remove the line"};
    }
    const std::string_view text = line.substr(end);
    if (text.find(" __label__") != std::string_view::npos)
      throw Complaint{number, "found two labels", "keep one label per line"};
    return {text, line.substr(prefix.size(), end - prefix.size())};
  }
  const std::size_t tab = line.rfind('\t');
  if (tab == std::string_view::npos || is_blank(line.substr(tab + 1))) {
    throw Complaint{number, "expected text<TAB>label, found no label", "add a tab and the label, or remove the line"};
  }
  return {line.substr(0, tab), line.substr(tab + 1)};
}

void read(Block& block, bool fasttext, const Tokenizer& tokenizer, std::size_t most) {
  std::string scratch;
  try {
    for_each_line(block.text, [&](std::string_view line, std::size_t number) {
      block.line_count = number;
      if (is_blank(line)) return;
      const Example example = parse(line, fasttext, number);
      const std::size_t before = block.ids.size();
      const auto add = [&](std::string_view token) { block.ids.push_back(block.tokens.add(token)); };
      block.cut += tokenizer.for_each(example.text, scratch, add, most) ? 1 : 0;
      block.lengths.push_back(block.ids.size() - before);
      block.label.push_back(block.labels.add(example.label));
      block.lines.push_back(number);
    });
  } catch (const Complaint& complaint) {
    block.complaint = complaint;
  }
}

// Cuts at line ends, into blocks whose size does not depend on the number of threads.
std::vector<Block> cut(std::string_view text) {
  std::vector<Block> blocks;
  while (!text.empty()) {
    const std::size_t end = text.size() <= block_bytes ? std::string_view::npos : text.find('\n', block_bytes);
    blocks.emplace_back().text = text.substr(0, end == std::string_view::npos ? end : end + 1);
    text.remove_prefix(blocks.back().text.size());
  }
  return blocks;
}

std::vector<Id> merge(const Interner& from, Vocabulary& into) {
  std::vector<Id> ids;
  for (Id id = 0; id < from.size(); ++id) ids.push_back(into.add(from[id], from.count(id)));
  return ids;
}

}  // namespace

LabelledText read_labelled_text(const std::filesystem::path& file, const Tokenizer& tokenizer, std::size_t most) {
  const TextFile source(file);
  const bool fasttext = source.text().starts_with(prefix);
  std::vector<Block> blocks = cut(source.text());
  parallel_for(blocks.size(), 1, [&](std::size_t b, std::size_t) { read(blocks[b], fasttext, tokenizer, most); });

  LabelledText result;
  std::vector<std::uint64_t> lengths;
  std::size_t line = 0;
  for (Block& block : blocks) {
    if (block.complaint) {
      throw input_error(fmt::format("{}:{}", file.string(), line + block.complaint->line), block.complaint->what,
                        block.complaint->remedy);
    }
    block.first_example = lengths.size();
    block.first_line = line;
    block.token_ids = merge(block.tokens, result.tokens);
    block.label_ids = merge(block.labels, result.labels);
    lengths.insert(lengths.end(), block.lengths.begin(), block.lengths.end());
    line += block.line_count;
    result.cut += block.cut;
  }
  if (lengths.empty())
    throw input_error(file.string(), "expected labelled lines, found none", "write one text<TAB>label per line");

  result.documents = Ragged(lengths);
  result.label.resize(lengths.size());
  result.lines.resize(lengths.size());
  parallel_for(blocks.size(), 1, [&](std::size_t b, std::size_t) {
    Block& block = blocks[b];
    const Id* next = block.ids.data();
    for (std::size_t i = 0; i < block.lengths.size(); ++i) {
      for (Id& id : result.documents[block.first_example + i]) id = block.token_ids[*next++];
      result.label[block.first_example + i] = block.label_ids[block.label[i]];
      result.lines[block.first_example + i] = block.first_line + block.lines[i];
    }
    block.ids = {};  // two copies of a long file are enough
  });
  return result;
}

}  // namespace rowgrad
