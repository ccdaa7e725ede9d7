#include "data/labelled_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/error.hpp"
#include "core/input_text.hpp"
#include "core/parallel.hpp"
#include "core/standard_input.hpp"
#include "data/example_reader.hpp"
#include "data/interner.hpp"
#include "data/labelled_file.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 21;

// What one thread makes of one block of records: ids are the block's own, lines count from the block's first.
struct Block {
  std::string_view text;
  Interner tokens, labels;
  std::vector<Id> ids, label;
  std::vector<std::uint64_t> lengths, lines;
  std::size_t line_count = 0, cut = 0, trimmed = 0;
  std::optional<Complaint> complaint;

  std::vector<Id> token_ids, label_ids;  // the file's ids by the block's
  std::size_t first_example = 0, first_line = 0;
};

void read(Block& block, const LabelledFormat& format, const Tokenizer& tokenizer, std::size_t most) {
  std::string scratch;
  ExampleReader reader(block.text, format);
  Example example;
  try {
    while (reader.next(example)) {
      const std::size_t before = block.ids.size();
      const auto add = [&](std::string_view token) { block.ids.push_back(block.tokens.add(token)); };
      block.cut += tokenizer.for_each(example.text, scratch, add, most) ? 1 : 0;
      block.lengths.push_back(block.ids.size() - before);
      block.label.push_back(block.labels.add(example.label));
      block.lines.push_back(example.line);
      block.trimmed += example.was_trimmed ? 1 : 0;
    }
  } catch (const Complaint& complaint) {
    block.complaint = complaint;
  }
  block.line_count = reader.lines();
}

// Where the record that reaches beyond block_bytes ends. A quoted field may hold line ends.
std::size_t block_end(std::string_view text, const LabelledFormat& format) {
  if (text.size() <= block_bytes) return text.size();
  if (format.kind != LabelledFormat::Kind::csv) return std::min(text.find('\n', block_bytes), text.size() - 1) + 1;
  CsvReader records(text, format.separator);
  std::vector<CsvField> fields;
  try {
    while (records.position() <= block_bytes && records.next(fields)) continue;
  } catch (const Complaint&) {
    return text.size();  // whoever reads the block will tell
  }
  return records.position();
}

// Cuts between records, into blocks whose size does not depend on the number of threads.
std::vector<Block> cut(std::string_view text, const LabelledFormat& format) {
  std::vector<Block> blocks;
  while (!text.empty()) {
    blocks.emplace_back().text = text.substr(0, block_end(text, format));
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

LabelledText read_labelled_text(const std::filesystem::path& file, const Tokenizer& tokenizer,
                                const LabelledOptions& options, const Vocabulary* known, std::size_t most) {
  const InputText source(file);
  const LabelledFormat format = labelled_format(source.text(), shown_name(file), options, known);
  const std::string_view header = header_of(source.text(), format);
  std::vector<Block> blocks = cut(source.text().substr(header.size()), format);
  parallel_for(blocks.size(), 1, [&](std::size_t b, std::size_t) { read(blocks[b], format, tokenizer, most); });

  LabelledText result;
  result.layout = format;
  result.format = format.description() + (source.packing().empty() ? "" : ", " + source.packing());
  std::vector<std::uint64_t> lengths;
  std::size_t line = lines_of_header(header);
  for (Block& block : blocks) {
    if (block.complaint) throw error_of(*block.complaint, file, line);
    block.first_example = lengths.size();
    block.first_line = line;
    block.token_ids = merge(block.tokens, result.tokens);
    block.label_ids = merge(block.labels, result.labels);
    lengths.insert(lengths.end(), block.lengths.begin(), block.lengths.end());
    line += block.line_count;
    result.cut += block.cut;
    result.trimmed_labels += block.trimmed;
  }
  if (lengths.empty())
    throw input_error(shown_name(file), "expected labelled lines, found none", "write one text<TAB>label per line");

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
