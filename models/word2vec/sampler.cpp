#include "models/word2vec/sampler.hpp"

#include <algorithm>

namespace rowgrad {

WindowSampler::WindowSampler(const EncodedText& sentences, const WindowSampling& sampling, bool draws_negatives,
                             const BatchRequest& request)
    : sentences_(sentences),
      sampling_(sampling),
      draws_negatives_(draws_negatives),
      subsample_(request.random.stream("subsample")),
      reach_(request.random.stream("window")),
      noise_(request.random.stream("negatives")),
      sentence_reach_(reach_),
      sentence_noise_(noise_) {
  // Shards are equal in words, not in sentences; what is left of a sentence belongs to the shard where it starts.
  const auto [first_word, last_word] = request.range(sentences.total());
  first_ = request.shard == 0 ? 0 : sentences.sentence_at(first_word);
  last_ = request.shard + 1 == request.shards ? sentences.size() : sentences.sentence_at(last_word);
  at_ = {first_, 0, 0};
}

double WindowSampler::progress() const {
  const double inside = kept_.empty() ? 0.0 : static_cast<double>(at_.center) / static_cast<double>(kept_.size());
  const double done = static_cast<double>(sentences_.start(at_.sentence) - sentences_.start(first_));
  const double all = static_cast<double>(sentences_.start(last_) - sentences_.start(first_));
  if (all == 0.0) return 1.0;
  return (done + (open_ ? inside * static_cast<double>(sentences_[at_.sentence].size()) : 0.0)) / all;
}

void WindowSampler::seek(const PassPosition& position) {
  if (!can_stand_at(position)) refuse_position(position);
  at_ = {position[0], position[1], position[2]};
  open_ = open_sentence();
}

bool WindowSampler::can_stand_at(const PassPosition& position) const {
  if (position.size() != 3 || position[0] < first_ || position[0] > last_) return false;
  const std::size_t words = position[0] == last_ ? 0 : sentences_[position[0]].size();
  return position[1] <= words && position[2] <= 2 * sampling_.window;
}

bool WindowSampler::open_sentence() {
  if (at_.sentence >= last_) return false;
  const Random random = subsample_.stream(at_.sentence);
  const auto words = sentences_[at_.sentence];
  kept_.clear();
  for (std::size_t i = 0; i < words.size(); ++i) {
    const double probability = sampling_.keep_probability[words[i]];
    if (probability >= 1.0 || random.uniform(i) < probability) kept_.push_back(words[i]);
  }
  sentence_reach_ = reach_.stream(at_.sentence);
  sentence_noise_ = noise_.stream(at_.sentence);
  open_ = true;
  return true;
}

void WindowSampler::close_sentence() {
  at_ = {at_.sentence + 1, 0, 0};
  open_ = false;
}

bool WindowSampler::next(Window& window) {
  while (open_ || open_sentence()) {
    if (at_.center >= kept_.size()) {
      close_sentence();
      continue;
    }
    const std::size_t c = at_.center, widest = sampling_.window;
    const std::size_t reach = sampling_.dynamic_window ? 1 + sentence_reach_.below(c, widest) : widest;
    const std::size_t first = c < reach ? 0 : c - reach;
    const std::size_t last = std::min(kept_.size(), c + reach + 1);
    const std::size_t neighbours = last - first - 1;
    if (at_.neighbour >= (sampling_.pairs ? neighbours : std::min<std::size_t>(neighbours, 1))) {
      ++at_.center;
      at_.neighbour = 0;
      continue;
    }
    window.center = kept_[c];
    if (sampling_.pairs)
      take_pair(window, first);
    else
      take_window(window, first, neighbours);
    ++at_.neighbour;
    return true;
  }
  return false;
}

// `first` is the place of the window's first word.
void WindowSampler::take_pair(Window& window, std::size_t first) const {
  const std::size_t c = at_.center, i = first + at_.neighbour + (first + at_.neighbour >= c ? 1 : 0);
  window.context.assign(1, kept_[i]);
  // A number of its own for each place around the centre.
  const std::uint64_t unit = (c * 2 + (i > c ? 1 : 0)) * sampling_.window + (i > c ? i - c : c - i) - 1;
  draw_negatives(window.negatives, kept_[i], unit);
}

void WindowSampler::take_window(Window& window, std::size_t first, std::size_t neighbours) const {
  const std::size_t c = at_.center;
  window.context.resize(neighbours);
  for (std::size_t i = 0; i < neighbours; ++i) window.context[i] = kept_[first + i + (first + i >= c ? 1 : 0)];
  draw_negatives(window.negatives, kept_[c], c);
}

// The positive is never its own negative: such a draw is repeated. A noise distribution that is all but certain to give
// the positive ends the repetition at the next word.
void WindowSampler::draw_negatives(std::vector<Id>& negatives, Id positive, std::uint64_t unit) const {
  constexpr std::uint64_t attempts = 64, numbers = std::uint64_t{1} << 24;
  negatives.resize(draws_negatives_ ? sampling_.negatives : 0);
  for (std::size_t j = 0; j < negatives.size(); ++j) {
    Id id = sampling_.noise.sample(sentence_noise_.bits(unit * numbers + j));
    for (std::uint64_t a = 1; id == positive; ++a) {
      if (a > attempts)
        id = static_cast<Id>((positive + 1) % sampling_.noise.size());
      else
        id = sampling_.noise.sample(sentence_noise_.bits(unit * numbers + numbers / 2 + a * negatives.size() + j));
    }
    negatives[j] = id;
  }
}

}  // namespace rowgrad
