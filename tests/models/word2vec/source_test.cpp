#include "models/word2vec/source.hpp"

#include "tests/catch.hpp"
#include "tests/models/word2vec/sentences.hpp"

namespace rowgrad {
namespace {

Word2vecOptions sampled_by(const std::string& sampling, std::size_t window = 3) {
  Word2vecOptions options;
  options.sampling = sampling;
  options.window = window;
  options.negatives = 4;
  options.subsample = 0;
  return options;
}

// Forty sentences over twenty words.
std::shared_ptr<const Word2vecDataset> corpus(const Word2vecOptions& options) {
  Vocabularies vocabularies;
  for (std::size_t id = 0; id < 20; ++id) vocabularies.tokens.add("w" + std::to_string(id), 100 - id);
  Ragged sentences;
  for (std::uint64_t s = 0; s < 40; ++s) {
    for (std::uint64_t i = 0; i < 5 + s % 7; ++i) sentences.push(static_cast<Id>(Random(1).stream(s).below(i, 20)));
    sentences.close();
  }
  return std::make_shared<Word2vecDataset>(options, std::move(vocabularies),
                                           std::array<EncodedText, 3>{EncodedText(sentences), {}, {}});
}

// Words 0 to 19 in turns, in one sentence.
std::shared_ptr<const Word2vecDataset> one_sentence(const Word2vecOptions& options, std::size_t length) {
  Vocabularies vocabularies;
  for (std::size_t id = 0; id < 20; ++id) vocabularies.tokens.add("w" + std::to_string(id));
  Ragged sentence;
  for (std::size_t i = 0; i < length; ++i) sentence.push(static_cast<Id>(i % 20));
  sentence.close();
  return std::make_shared<Word2vecDataset>(options, std::move(vocabularies),
                                           std::array<EncodedText, 3>{EncodedText(sentence), {}, {}});
}

BatchRequest request(std::size_t batch_size = 16) {
  BatchRequest request;
  request.batch_size = batch_size;
  request.training = true;
  request.random = Random(5);
  return request;
}

TEST_CASE("a pass continued from any position gives the same batches as one that was never interrupted") {
  for (const char* sampling : {"pair", "window"}) {
    Word2vecOptions options = sampled_by(sampling);
    options.candidates.count = 3;
    const auto dataset = corpus(options);
    const auto whole = dataset->batches(request());
    std::vector<PassPosition> positions;
    std::vector<std::vector<std::vector<Id>>> ids;
    Batch batch;
    for (positions.push_back(whole->position()); whole->next(batch); positions.push_back(whole->position()))
      ids.push_back(batch.ids);
    REQUIRE(ids.size() > 10);
    for (std::size_t i = 1; i < ids.size(); i += 3) {
      const auto resumed = dataset->batches(request());
      resumed->seek(positions[i]);
      REQUIRE(resumed->next(batch));
      CHECK(batch.ids == ids[i]);
    }
  }
}

TEST_CASE("a word is never its own negative: the context pair by pair, the centre per window") {
  for (const char* sampling : {"pair", "window"}) {
    const auto dataset = corpus(sampled_by(sampling));
    const Word2vecInputs& in = dataset->handles();
    const auto source = dataset->batches(request());
    std::size_t own = 0, total = 0;
    for (Batch batch; source->next(batch);) {
      const auto& positives = batch.ids[in.target_side().index];
      const auto& negatives = batch.ids[in.negatives.index];
      REQUIRE(negatives.size() == positives.size() * 4);
      for (std::size_t i = 0; i < negatives.size(); ++i) own += negatives[i] == positives[i / 4] ? 1 : 0;
      total += negatives.size();
    }
    CHECK(own == 0);
    CHECK(total > 1000);
  }
}

TEST_CASE("pairs are words at most a window apart, each in both directions where the window is fixed") {
  Word2vecOptions options = sampled_by("pair", 2);
  options.dynamic_window = false;
  const auto dataset = one_sentence(options, 4);
  const auto source = dataset->batches(request());
  Batch batch;
  REQUIRE(source->next(batch));
  CHECK(batch.ids[dataset->handles().center.index] == std::vector<Id>{0, 0, 1, 1, 1, 2, 2, 2, 3, 3});
  CHECK(batch.ids[dataset->handles().context.index] == std::vector<Id>{1, 2, 0, 2, 3, 0, 1, 3, 1, 2});
  CHECK(!source->next(batch));
}

TEST_CASE("by window, a centre's words are its segment") {
  Word2vecOptions options = sampled_by("window", 2);
  options.dynamic_window = false;
  const auto dataset = one_sentence(options, 4);
  const Word2vecInputs& in = dataset->handles();
  Batch batch;
  REQUIRE(dataset->batches(request())->next(batch));
  CHECK(batch.ids[in.center.index] == std::vector<Id>{0, 1, 2, 3});
  CHECK(batch.ids[in.context.index] == std::vector<Id>{1, 2, 0, 2, 3, 0, 1, 3, 1, 2});
  const RowSpace& context = in.inputs.space_of(in.context);
  CHECK(batch.segment(context, 1) == std::pair<std::size_t, std::size_t>{2, 5});
  CHECK(batch.row_count(*context.group) == 4);
}

TEST_CASE("the dynamic window reaches 1 to the full width equally often, so that near words count more") {
  const auto dataset = one_sentence(sampled_by("pair", 4), 4000);
  Batch batch;
  REQUIRE(dataset->batches(request(1 << 20))->next(batch));
  const auto& center = batch.ids[dataset->handles().center.index];
  const auto& context = batch.ids[dataset->handles().context.index];
  std::vector<double> by_distance(5, 0.0);
  for (std::size_t i = 0; i < center.size(); ++i) {
    const Id apart = (20 + center[i] - context[i]) % 20;
    ++by_distance.at(std::min<Id>(apart, 20 - apart));
  }
  // A word d away is in the window whenever the reach is at least d: with probability (5 − d) / 4.
  for (std::size_t d = 1; d <= 4; ++d)
    CHECK(by_distance[d] / 8000 == Approx(static_cast<double>(5 - d) / 4).margin(0.03));
}

TEST_CASE("a batch holds what is wanted and no more, and that is the same whatever else is wanted") {
  const auto dataset = corpus(sampled_by("pair"));
  const Word2vecInputs& in = dataset->handles();
  Batch all, some;
  REQUIRE(dataset->batches(request())->next(all));
  BatchRequest without = request();
  without.wanted.assign(in.inputs.all().size(), false);
  for (const IdsInput input : {in.center, in.context, in.node}) without.wanted[input.index] = true;
  REQUIRE(dataset->batches(without)->next(some));
  CHECK(some.ids[in.negatives.index].empty());
  for (const IdsInput input : {in.center, in.context, in.node, in.code})
    CHECK(some.ids[input.index] == all.ids[input.index]);
  without.wanted[in.node.index] = false;
  without.wanted[in.negatives.index] = true;
  REQUIRE(dataset->batches(without)->next(some));
  CHECK(some.ids[in.negatives.index] == all.ids[in.negatives.index]);
  CHECK(some.ids[in.node.index].empty());
  CHECK(some.ids[in.code.index].empty());
}

TEST_CASE("node and code are the Huffman path to the word that is predicted") {
  for (const char* sampling : {"pair", "window"}) {
    const auto dataset = corpus(sampled_by(sampling));
    const Word2vecInputs& in = dataset->handles();
    const HuffmanTree tree(dataset->tokens().counts());
    Batch batch;
    REQUIRE(dataset->batches(request())->next(batch));
    const auto& words = batch.ids[in.target_side().index];
    for (std::size_t i = 0; i < words.size(); ++i) {
      const auto [first, last] = batch.segment(in.inputs.space_of(in.node), i);
      const auto nodes = tree.nodes(words[i]);
      REQUIRE(last - first == nodes.size());
      CHECK(std::equal(nodes.begin(), nodes.end(), batch.ids[in.node.index].begin() + static_cast<long>(first)));
    }
  }
}

}  // namespace
}  // namespace rowgrad
