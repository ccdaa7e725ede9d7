#include "data/candidates.hpp"

#include <cmath>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

const std::vector<std::uint64_t> counts{90, 9, 1, 0};

struct Drawn {
  Inputs inputs;
  std::optional<IdsInput> sampled;
  Batch batch;

  Drawn(const CandidateOptions& options, const PassPosition& start, bool training = true, bool wanted = true) {
    const Candidates candidates(options, counts);
    sampled = candidates.declare_input(inputs);
    BatchRequest request;
    request.training = training;
    request.random = Random(7);
    request.wanted = {wanted};
    BatchBuilder build(inputs, batch);
    candidates.draw(build, sampled, request, start);
    build.finish();
  }
  const std::vector<Id>& ids() const { return batch.ids.at(sampled.value().index); }
};

std::vector<double> shares(const std::vector<Id>& ids) {
  std::vector<double> shares(counts.size(), 0.0);
  for (const Id id : ids) shares[id] += 1.0 / static_cast<double>(ids.size());
  return shares;
}

TEST_CASE("candidates are drawn by their counts or by their rank, and the input says with what probability") {
  constexpr std::size_t n = 100000;
  // Unigram: an id that does not occur counts as one. Log-uniform: log(1 + 1/(id + 1)), over log 5 in all.
  const std::vector<double> unigram{90 / 101.0, 9 / 101.0, 1 / 101.0, 1 / 101.0};
  const std::vector<double> log_uniform{std::log(2.0), std::log(1.5), std::log(4.0 / 3.0), std::log(1.25)};
  for (const bool by_count : {true, false}) {
    const Drawn drawn({n, by_count ? "unigram" : "log_uniform"}, {0});
    const auto found = shares(drawn.ids());
    const auto& log_probability = *drawn.inputs.all()[drawn.sampled->index].type.log_probability;
    for (std::size_t id = 0; id < counts.size(); ++id) {
      const double expected = by_count ? unigram[id] : log_uniform[id] / std::log(5.0);
      CHECK(found[id] == Approx(expected).margin(0.006));
      CHECK(std::exp(log_probability[id]) == Approx(expected).epsilon(1e-5));
    }
  }
}

TEST_CASE("what is drawn depends on where the batch begins, under the name that old checkpoints drew by") {
  const CandidateOptions options{50, "unigram"};
  CHECK(Drawn(options, {7}).ids() == Drawn(options, {7}).ids());
  CHECK(Drawn(options, {7}).ids() != Drawn(options, {8}).ids());
  const AliasTable table(std::vector<double>{90, 9, 1, 1});
  const auto by_name = [&](const char* name) {
    const Random random = Random(7).stream("sampled").stream(name);
    std::vector<Id> ids;
    for (std::size_t i = 0; i < options.count; ++i) ids.push_back(table.sample(random.bits(i)));
    return ids;
  };
  CHECK(Drawn(options, {7}).ids() == by_name("7"));
  CHECK(Drawn(options, {12, 0, 3}).ids() == by_name("[12,0,3]"));
}

TEST_CASE("none are drawn in evaluation, none where nobody reads them, and none are declared unless asked for") {
  const CandidateOptions options{5, "unigram"};
  CHECK(Drawn(options, {0}).ids().size() == 5);
  CHECK(Drawn(options, {0}, /*training=*/false).ids().empty());
  CHECK(Drawn(options, {0}, /*training=*/true, /*wanted=*/false).ids().empty());
  CHECK(!Drawn({}, {0}).sampled);
}

TEST_CASE("more candidates than memory would hold are refused") {
  CandidateOptions options;
  Keys keys;
  options.declare(keys);
  CHECK_THROWS_WITH(keys.read({{"sampled", 1e12}}, {"a.json", "/data"}),
                    Catch::Contains("a.json: /data/sampled") && Catch::Contains("at most 1000000"));
}

TEST_CASE("without counts the input has the same size") {
  Inputs inputs;
  const auto sampled = Candidates({5, "unigram"}, std::size_t{4}).declare_input(inputs);
  CHECK(inputs.all()[sampled.value().index].type.width == 4);
}

}  // namespace
}  // namespace rowgrad
