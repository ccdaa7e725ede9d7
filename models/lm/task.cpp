#include "models/lm/task.hpp"

#include "config/catalogue.hpp"
#include "core/atomic_file.hpp"
#include "core/text_file.hpp"
#include "data/utf8.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view boundary_name = "</s>";

// The lines of a file that are not blank. Throws Error.
std::vector<std::string> read_items(const std::filesystem::path& path) {
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

void LmTask::declare(Keys& keys) {
  files_.declare(keys);
  symbols_.declare(keys);
  keys.add("min_count", min_count_, "symbols rarer than this in the training data count as unknown").at_least(1);
  keys.add("unknown", unknown_, "the token that stands for unknown symbols, e.g. \"<unk>\"; they are dropped if empty");
  keys.add("context", context_, "predict from this many symbols before, a fixed window; 0: from the whole item so far");
  keys.add("block", block_, "cut items into pieces of at most this many rows; 0: leave them whole");
  candidates_.declare(keys);
}

void LmTask::check(const Where& data) const {
  files_.check(data);
  symbols_.check(data);
  if (context_ != 0 && block_ != 0)
    throw(data / "block").error("with \"context\" every position is a piece of its own", "remove one of the two");
  if (unknown_ == boundary_name)
    throw(data / "unknown").error(fmt::format("\"{}\" is the boundary's name", unknown_), "choose another");
}

void LmTask::define_inputs(const Sizes& sizes) {
  const std::size_t vocab = sizes.at("vocab");
  inputs_ = std::make_unique<Inputs>();
  const Domain* group = inputs_->domain(context_ == 0 ? "item" : "position");
  const Domain* row = inputs_->domain(context_ == 0 ? "token" : "context", group, context_);
  const Domain* predicted = context_ == 0 ? row : group;
  inputs_->ids("tokens", row, vocab, "the symbols read: the boundary first, then those of the item");
  inputs_->ids("next", predicted, vocab, "the symbol that follows, the boundary last");
  inputs_->size("vocab", vocab);
  candidates_.define(*inputs_, vocab);
}

void LmTask::restore(const std::filesystem::path& run) {
  vocabulary_ = Vocabulary::load(run / "vocab.txt");
  restored_ = true;
  define_inputs({{"vocab", vocabulary_.size()}});
  candidates_.prepare(vocabulary_.counts());
}

void LmTask::build_vocabulary(const std::vector<std::string>& lines) {
  vocabulary_.add(boundary_name, lines.size());
  if (!unknown_.empty()) vocabulary_.add(unknown_, 0);
  for (const auto& line : lines) {
    for (const auto& symbol : symbols_.split(line)) vocabulary_.add(symbol);
  }
  const std::uint64_t all = vocabulary_.total();
  vocabulary_.sort(min_count_, /*reserved=*/unknown_.empty() ? 1 : 2);
  if (!unknown_.empty()) vocabulary_.add(unknown_, all - vocabulary_.total());
  if (vocabulary_.size() == (unknown_.empty() ? 1 : 2)) {
    throw input_error(files_.path(Split::train).value.string(), "no symbol is left for the vocabulary",
                      "lower data.min_count");
  }
}

std::optional<Id> LmTask::find(const std::string& symbol) const {
  const auto id = vocabulary_.find(symbol);
  return id || unknown_.empty() ? id : vocabulary_.find(unknown_);
}

Ragged LmTask::encode_all(const std::vector<std::string>& lines) const {
  Ragged items;
  for (const auto& line : lines) {
    for (const auto& symbol : symbols_.split(line)) {
      if (const auto id = find(symbol)) items.push(*id);
    }
    items.close();
  }
  return items;
}

void LmTask::load() {
  std::array<std::vector<std::string>, 3> lines;
  for (const Split split : all_splits) {
    if (files_.has_file(split)) lines[static_cast<std::size_t>(split)] = read_items(files_.path(split).value);
  }
  if (files_.splits()) {
    const auto all = std::move(lines[0]);
    for (const Split split : all_splits) {
      auto& part = lines[static_cast<std::size_t>(split)];
      part.clear();
      for (const std::size_t item : files_.items(split, all.size())) part.push_back(all[item]);
    }
  }
  if (!restored_) {
    build_vocabulary(lines[0]);
    define_inputs({{"vocab", vocabulary_.size()}});
    candidates_.prepare(vocabulary_.counts());
  }
  for (std::size_t s = 0; s < parts_.size(); ++s) {
    parts_[s] = encode_all(lines[s]);
    if (context_ != 0) windows_[s] = lm::Windows(parts_[s], context_);
  }
}

std::unique_ptr<BatchSource> LmTask::batches(const BatchRequest& request) const {
  const auto& windows = windows_[static_cast<std::size_t>(request.split)];
  return candidates_.add_to(
      context_ == 0 ? lm::item_batches(part(request.split), block_, request) : lm::window_batches(windows, request),
      request);
}

Batch LmTask::example(const std::string& text, const std::string& label) const {
  if (!label.empty()) throw input_error("--label", "a language model has no labels", "remove the flag");
  Ragged item;
  for (const Id id : ids(text)) item.push(id);
  item.close();
  const lm::Windows windows = context_ == 0 ? lm::Windows() : lm::Windows(item, context_);
  const BatchRequest request;
  auto source = candidates_.add_to(
      context_ == 0 ? lm::item_batches(item, block_, request) : lm::window_batches(windows, request), request);
  Batch batch;
  source->next(batch);
  return batch;
}

void LmTask::save(const std::filesystem::path& run) const {
  write_atomically(run / "vocab.txt", vocabulary_.to_text());
}

Batch LmTask::encode(std::span<const Id> prefix) const {
  Batch batch;
  lm::start(batch);
  if (context_ == 0) {
    const std::size_t rows = prefix.size() + 1;
    lm::add_item(batch, prefix, block_ == 0 || rows <= block_ ? 0 : rows - block_, rows);
    return batch;
  }
  std::vector<Id> padded(context_, boundary);
  padded.insert(padded.end(), prefix.begin(), prefix.end());
  batch.ids[lm::tokens_input].assign(padded.end() - static_cast<std::ptrdiff_t>(context_), padded.end());
  batch.ids[lm::next_input].push_back(boundary);
  batch.extents[lm::group_domain].rows = 1;
  batch.extents[lm::row_domain].rows = context_;
  batch.tokens = 1;
  return batch;
}

std::vector<Id> LmTask::ids(const std::string& text) const {
  std::vector<Id> ids;
  for (const auto& symbol : symbols_.split(text)) {
    const auto id = find(symbol);
    if (!id)
      throw input_error("\"" + text + "\"", fmt::format("\"{}\" is not in the vocabulary", symbol),
                        "use symbols of the training data");
    ids.push_back(*id);
  }
  return ids;
}

std::string LmTask::text(std::span<const Id> ids) const {
  std::vector<std::string> symbols;
  for (const Id id : ids) symbols.push_back(vocabulary_.token(id));
  return symbols_.join(symbols);
}

const bool registered = register_as<Task, LmTask>("lm", "next character or word; inputs tokens and next");

}  // namespace rowgrad
