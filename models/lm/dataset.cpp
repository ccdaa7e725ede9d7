#include "models/lm/dataset.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/json_checks.hpp"
#include "core/error.hpp"
#include "core/utf8.hpp"

namespace rowgrad {

LmDataset::LmDataset(const LmOptions& options, Vocabularies vocabularies, std::array<Ragged, 3> parts,
                     ReadingReport report, std::array<Dropped, 3> dropped)
    : LmDataset(LmInputs::declare(options, vocabularies.tokens.size(),
                                  Candidates(options.candidates, vocabularies.tokens.counts())),
                options, std::move(vocabularies), std::move(parts), std::move(report), std::move(dropped)) {}

LmDataset::LmDataset(LmInputs&& in, const LmOptions& options, Vocabularies&& vocabularies,
                     std::array<Ragged, 3>&& parts, ReadingReport&& report, std::array<Dropped, 3>&& dropped)
    : Dataset(in.inputs, std::move(vocabularies), std::move(report)),
      in_(std::move(in)),
      symbols_(options),
      context_(options.context),
      block_(options.block),
      longest_(options.max_length.most()),
      parts_(std::move(parts)),
      dropped_(std::move(dropped)) {
  for (std::size_t s = 0; s < parts_.size(); ++s) {
    if (context_ == 0)
      pieces_[s] = lm::Pieces(parts_[s], block_);
    else
      windows_[s] = lm::Windows(parts_[s], context_);
  }
}

std::unique_ptr<BatchSource> LmDataset::batches(const BatchRequest& request) const {
  const auto split = static_cast<std::size_t>(request.split);
  if (context_ == 0) return lm::item_batches(in_, parts_[split], pieces_[split], request);
  return lm::window_batches(in_, windows_[split], request);
}

Batch LmDataset::example(const std::string& text, const std::string& label) const {
  if (!label.empty()) throw input_error("--label", "a language model has no labels", "remove the flag");
  const std::vector<Id> symbols = ids(text);
  Ragged item;
  item.push(std::span(symbols).first(std::min(longest_, symbols.size())));
  const lm::Windows windows = context_ == 0 ? lm::Windows() : lm::Windows(item, context_);
  const lm::Pieces pieces(item, block_);
  const BatchRequest request;
  const auto source =
      context_ == 0 ? lm::item_batches(in_, item, pieces, request) : lm::window_batches(in_, windows, request);
  Batch batch;
  source->next(batch);
  return batch;
}

Batch LmDataset::encode(std::span<const Id> prefix) const {
  Batch batch;
  BatchBuilder build(in_.inputs, batch);
  if (context_ == 0) {
    const std::size_t rows = prefix.size() + 1;
    lm::add_item(in_, build, prefix, block_ == 0 || rows <= block_ ? 0 : rows - block_, rows);
  } else {
    std::vector<Id> padded(context_, boundary);
    padded.insert(padded.end(), prefix.begin(), prefix.end());
    build.append(in_.tokens, std::span(padded).last(context_));
    build.append(in_.next, boundary);
  }
  build.finish();
  return batch;
}

std::vector<Id> LmDataset::ids(const std::string& text) const {
  if (const std::size_t bad = find_invalid_utf8(text); bad != std::string::npos) {
    throw input_error(fmt::format("\"{}\"", shortened(text)), fmt::format("byte {} is not valid UTF-8", bad + 1),
                      "give the text in UTF-8");
  }
  std::vector<Id> ids;
  symbols_.for_each(text, [&](std::string_view symbol) {
    const auto id = symbols_.find(tokens(), symbol);
    if (!id)
      throw input_error(fmt::format("\"{}\"", shortened(text)), fmt::format("\"{}\" is not in the vocabulary", symbol),
                        "use symbols of the training data");
    ids.push_back(*id);
  });
  return ids;
}

std::string LmDataset::text(std::span<const Id> ids) const {
  std::vector<std::string> symbols;
  for (const Id id : ids) symbols.push_back(tokens().token(id));
  return symbols_.join(symbols);
}

}  // namespace rowgrad
