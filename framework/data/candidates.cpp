#include "data/candidates.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace rowgrad {
namespace {

// "7" or "[7,0,2]": the name of the stream of random numbers that a batch draws from. A resumed run, which begins its
// next batch at the same place, draws the same.
std::string text_of(const PassPosition& position) {
  if (position.size() == 1) return std::to_string(position[0]);
  return fmt::format("[{}]", fmt::join(position, ","));
}

}  // namespace

void CandidateOptions::declare(Keys& keys) {
  keys.add("sampled", count, "ids drawn with each batch for SampledSoftmaxCE, as the input `sampled`; 0: no such input")
      .range(0, CandidateOptions::most);
  keys.add("sampled_by", by, "unigram: in proportion to their counts; log_uniform: as Zipf's law has it by rank")
      .one_of({"log_uniform", "unigram"});
}

Candidates::Candidates(const CandidateOptions& options, std::span<const std::uint64_t> counts)
    : Candidates(options, counts.size()) {
  if (count_ == 0) return;
  std::vector<double> weights;
  for (std::size_t id = 0; id < counts.size(); ++id) {
    // Every id gets some chance: one that is never drawn could never be pushed down.
    weights.push_back(options.by == "unigram" ? std::max(1.0, static_cast<double>(counts[id]))
                                              : std::log1p(1.0 / (static_cast<double>(id) + 1.0)));
  }
  table_ = AliasTable(weights);
  for (std::size_t id = 0; id < counts.size(); ++id)
    log_probability_[id] = static_cast<float>(std::log(table_.probability(static_cast<Id>(id))));
}

Candidates::Candidates(const CandidateOptions& options, std::size_t size)
    : count_(options.count), log_probability_(count_ == 0 ? 0 : size) {}

std::optional<IdsInput> Candidates::declare_input(Inputs& inputs) const {
  if (count_ == 0) return std::nullopt;
  return inputs.samples("sampled", inputs.space("sample"), log_probability_, "ids drawn at random with each batch");
}

void Candidates::draw(BatchBuilder& build, std::optional<IdsInput> sampled, const BatchRequest& request,
                      const PassPosition& start) const {
  if (!sampled || !request.training || !request.wants(sampled->index)) return;
  const Random random = request.random.stream("sampled").stream(text_of(start));
  for (std::size_t i = 0; i < count_; ++i) build.append(*sampled, table_.sample(random.bits(i)));
}

}  // namespace rowgrad
