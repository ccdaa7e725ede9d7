#include "models/lm/task.hpp"

#include <tuple>

#include "config/catalogue.hpp"
#include "core/atomic_file.hpp"
#include "core/text_file.hpp"
#include "data/split.hpp"
#include "data/tokenizer.hpp"
#include "data/utf8.hpp"

namespace rowgrad {
namespace {

enum Input : std::size_t { tokens_input, next_input };
enum DomainIndex : std::size_t { item_domain, token_domain };
constexpr std::string_view boundary_name = "</s>";

void start(Batch& batch) {
  batch.ids.resize(2);
  for (auto& ids : batch.ids) ids.clear();
  batch.values.resize(2);
  batch.extents.resize(2);
  for (auto& extent : batch.extents) extent.clear();
  batch.extents[token_domain].offsets.push_back(0);
}

void end_item(Batch& batch) {
  Extent& tokens = batch.extents[token_domain];
  tokens.rows = batch.ids[tokens_input].size();
  tokens.offsets.push_back(static_cast<std::uint32_t>(tokens.rows));
  ++batch.extents[item_domain].rows;
  batch.tokens = tokens.rows;
}

class Source : public BatchSource {
 public:
  Source(const Ragged& items, const BatchRequest& request) : items_(items), size_(request.batch_size) {
    if (request.training) order_ = permutation(items.size(), request.random.stream("shuffle"));
    std::tie(first_, last_) = request.range(items.size());
    at_ = first_;
  }

  bool next(Batch& batch) override {
    if (at_ >= last_) return false;
    start(batch);
    for (std::size_t i = 0; i < size_ && at_ < last_; ++i, ++at_) {
      const auto item = items_[order_.empty() ? at_ : order_[at_]];
      batch.ids[tokens_input].push_back(LmTask::boundary);
      batch.ids[tokens_input].insert(batch.ids[tokens_input].end(), item.begin(), item.end());
      batch.ids[next_input].insert(batch.ids[next_input].end(), item.begin(), item.end());
      batch.ids[next_input].push_back(LmTask::boundary);
      end_item(batch);
    }
    return true;
  }
  double progress() const override { return static_cast<double>(at_ - first_) / static_cast<double>(last_ - first_); }
  Json position() const override { return at_; }
  void seek(const Json& position) override { at_ = position; }

 private:
  const Ragged& items_;
  std::size_t size_;
  std::vector<std::size_t> order_;
  std::size_t first_ = 0, last_ = 0, at_ = 0;  // in the pass's order
};

}  // namespace

void LmTask::declare(Keys& keys) {
  files_.declare(keys);
  keys.add("unit", unit_, "what a token is").one_of({"character", "word"});
  candidates_.declare(keys);
}

void LmTask::check(const Where& data) const { files_.check(data); }

void LmTask::define_inputs(const Sizes& sizes) {
  inputs_ = std::make_unique<Inputs>();
  const Domain* item = inputs_->domain("item");
  const Domain* token = inputs_->domain("token", item);
  const std::size_t vocab = sizes.at("vocab");
  inputs_->ids("tokens", token, vocab, "the symbols read, the boundary first");
  inputs_->ids("next", token, vocab, "the symbol that follows each of them, the boundary last");
  inputs_->size("vocab", vocab);
  candidates_.define(*inputs_, vocab);
}

std::vector<std::string> LmTask::symbols(std::string_view line) const {
  if (unit_ == "word") return Tokenizer("whitespace").split(line);
  std::vector<std::string> symbols;
  for (std::size_t i = 0; i < line.size();) {
    const std::size_t length = utf8_length(line.substr(i));
    symbols.emplace_back(line.substr(i, length));
    i += length;
  }
  return symbols;
}

void LmTask::restore(const std::filesystem::path& run) {
  vocabulary_ = Vocabulary::load(run / "vocab.txt");
  restored_ = true;
  define_inputs({{"vocab", vocabulary_.size()}});
  candidates_.prepare(vocabulary_.counts());
}

void LmTask::load() {
  if (!restored_) vocabulary_.add(boundary_name, 0);
  for (const Split split : all_splits) {
    if (!files_.has_file(split)) continue;
    const std::string name = files_.path(split).value.string();
    const TextFile file(files_.path(split).value);
    std::vector<std::vector<std::string>> items;
    for_each_line(file.text(), [&](std::string_view line, std::size_t number) {
      if (const std::size_t bad = find_invalid_utf8(line); bad != std::string_view::npos) {
        throw input_error(fmt::format("{}:{}", name, number), fmt::format("byte {} is not valid UTF-8", bad + 1),
                          "convert the file to UTF-8");
      }
      if (auto item = symbols(line); !item.empty()) items.push_back(std::move(item));
    });
    if (items.empty())
      throw input_error(name, "expected one item per line, found only blank lines", "give it some data");
    if (split == Split::train && !restored_) {
      for (const auto& item : items) {
        vocabulary_.add(boundary_name);
        for (const auto& symbol : item) vocabulary_.add(symbol);
      }
      vocabulary_.sort(1, /*reserved=*/1);
      define_inputs({{"vocab", vocabulary_.size()}});
      candidates_.prepare(vocabulary_.counts());
    }
    for (const Split target : all_splits) {
      if (target != split && !(split == Split::train && files_.splits())) continue;
      std::vector<std::size_t> chosen = files_.items(target, items.size());
      if (split != Split::train) chosen = permutation(0, Random(0)), chosen.resize(items.size());
      for (std::size_t i = 0; i < chosen.size(); ++i) {
        for (const auto& symbol : items[split == Split::train ? chosen[i] : i]) {
          const auto id = vocabulary_.find(symbol);
          if (!id)
            throw input_error(name, fmt::format("\"{}\" does not occur in the training data", symbol),
                              "remove it, or train with it");
          parts_[static_cast<std::size_t>(target)].push(*id);
        }
        parts_[static_cast<std::size_t>(target)].close();
      }
    }
  }
}

std::unique_ptr<BatchSource> LmTask::batches(const BatchRequest& request) const {
  return candidates_.add_to(std::make_unique<Source>(part(request.split), request), request);
}

void LmTask::save(const std::filesystem::path& run) const {
  write_atomically(run / "vocab.txt", vocabulary_.to_text());
}

Batch LmTask::encode(std::span<const Id> prefix) const {
  Batch batch;
  start(batch);
  batch.ids[tokens_input].push_back(boundary);
  batch.ids[tokens_input].insert(batch.ids[tokens_input].end(), prefix.begin(), prefix.end());
  end_item(batch);
  return batch;
}

std::vector<Id> LmTask::ids(const std::string& text) const {
  std::vector<Id> ids;
  for (const auto& symbol : symbols(text)) {
    const auto id = vocabulary_.find(symbol);
    if (!id)
      throw input_error("\"" + text + "\"", fmt::format("\"{}\" is not in the vocabulary", symbol),
                        "use symbols of the training data");
    ids.push_back(*id);
  }
  return ids;
}

std::string LmTask::text(std::span<const Id> ids) const {
  std::string text;
  for (const Id id : ids) {
    if (unit_ == "word" && !text.empty()) text += ' ';
    text += vocabulary_.token(id);
  }
  return text;
}

const bool registered = register_as<Task, LmTask>("lm", "next character or word; inputs tokens and next (by item)");

}  // namespace rowgrad
