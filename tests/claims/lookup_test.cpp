// What the chapter claims about rows: lookup, one-hots, numbering, which rows a step touches.
#include <cmath>
#include <numeric>
#include <set>

#include "analysis/drawn_rows.hpp"
#include "analysis/name_similarity.hpp"
#include "analysis/table_lookup.hpp"
#include "analysis/table_start.hpp"
#include "analysis/text_rows.hpp"
#include "tests/catch.hpp"
#include "tests/optim/trial.hpp"
#include "tests/small_model.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

const char* const table_layer = R"([{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 3}])";

Matrix<double> one_hot(std::size_t vocab, const std::vector<Id>& ids) {
  auto m = zeros<double>(ids.size(), vocab);
  for (std::size_t i = 0; i < ids.size(); ++i) m(i, ids[i]) = 1.0;
  return m;
}

TEST_CASE("a lookup equals the one-hot times the matrix, forward and backward") {
  const std::vector<Id> ids{4, 0, 4, 2};
  SmallModel<> model(table_layer, 5, ids, ids);
  auto& runner = model.runner();
  const auto hot = one_hot(5, ids);
  auto product = zeros<double>(4, 3);
  matmul(hot, model.parameter("embed.weight"), product, false);
  CHECK((model.forward("embed") == product));

  runner.clear();
  for (std::size_t i = 0; i < 12; ++i) runner.gradient("embed").data()[i] = Random(2).normal(i);
  runner.backward();
  auto gradient = zeros<double>(5, 3);
  matmul_tn(hot, runner.gradient("embed"), gradient, false);
  CHECK((runner.parameter_gradient("embed.weight").to_dense() == gradient));
}

TEST_CASE("any two one-hots are orthogonal, cat and dog no less than cat and rug, and learned rows are not") {
  const Trained run = trained("sgns");
  const WordVectors vectors(run.run.experiment.dataset->tokens(), run.parameter("u.weight"));
  const auto pairs = name_similarities(vectors, {vectors.id("cat"), vectors.id("dog"), vectors.id("rug")});
  REQUIRE(pairs.size() == 3);
  for (const NameSimilarity& pair : pairs) {
    CHECK(pair.one_hot_dot == 0.0);
    CHECK(pair.one_hot_cosine == 0.0);
  }
  const auto same = name_similarities(vectors, {vectors.id("cat"), vectors.id("cat")});
  CHECK(same[0].one_hot_dot == 1.0);
  CHECK(pairs[0].row_cosine > 0.5);                        // cat, dog
  CHECK(pairs[1].row_cosine < pairs[0].row_cosine - 0.2);  // cat, rug
}

TEST_CASE("words become ids, ids become rows, rows a matrix, and a word that comes twice has one row twice") {
  const TextRows hello = rows_of_text("Hello world", Tokenizer("words"), 4, 1);
  CHECK(hello.tokens == std::vector<std::string>{"hello", "world"});
  CHECK(hello.ids == std::vector<Id>{0, 1});
  CHECK(rows(hello.stacked) == 2);
  CHECK(columns(hello.stacked) == 4);
  CHECK((hello.stacked == hello.table));
  const TextRows twice = rows_of_text("the cat saw the dog", Tokenizer("words"), 4, 1);
  CHECK(twice.ids == std::vector<Id>{0, 1, 2, 0, 3});
  CHECK(rows(twice.table) == 4);
  for (std::size_t i = 0; i < 5; ++i)
    CHECK(std::equal(row(twice.stacked, i), row(twice.stacked, i) + 4, row(twice.table, twice.ids[i])));
}

TEST_CASE("only looked-up rows receive gradient: two of five rows, and the others are exactly zero") {
  const TableLookup lookup = look_up(fresh_table(5, 3, 1), {1, 3, 1});
  CHECK(lookup.touched == std::vector<Id>{1, 3});
  for (std::size_t j = 0; j < 3; ++j) {
    for (const std::size_t untouched : {0, 2, 4}) CHECK(lookup.gradient(untouched, j) == 0.0F);
    CHECK(lookup.gradient(1, j) == 1.0F + 3.0F);  // of both positions
    CHECK(lookup.gradient(3, j) == 2.0F);
    CHECK(lookup.assigned(1, j) == 3.0F);  // the second would have overwritten the first
  }
  CHECK((lookup.gradient == lookup.product_gradient));
}

TEST_CASE("1,024 tokens of 50,000 touch 1,014 rows if drawn uniformly, about 600 if drawn as words occur") {
  const DrawnRows uniform = draw_rows("uniform", 0.0, 1024, 50000, 1), zipf = draw_rows("Zipf", 1.0, 1024, 50000, 1);
  // V (1 − (1 − 1/V)ⁿ) distinct rows are to be expected, with a standard deviation of 3.
  CHECK(uniform.rows_touched == Approx(50000 * (1 - std::pow(1 - 1.0 / 50000, 1024))).margin(15));
  CHECK(uniform.share() < 0.0205);
  double expected = 0.0, harmonic = 0.0;  // Σ 1 − (1 − p)ⁿ
  for (int i = 1; i <= 50000; ++i) harmonic += 1.0 / i;
  for (int i = 1; i <= 50000; ++i) expected += 1 - std::pow(1 - 1.0 / i / harmonic, 1024);
  CHECK(zipf.rows_touched == Approx(expected).epsilon(0.08));
}

TEST_CASE("an optimizer walks over the rows that were touched, each once, however often it occurs") {
  std::vector<Id> tokens;  // about as often as words occur: the i-th most frequent one proportional to 1/i
  for (std::size_t i = 0; i < 1024; ++i) tokens.push_back(static_cast<Id>(std::pow(50000, Random(1).uniform(i))) - 1);
  SmallModel<float> model(R"([{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 2},
                              {"name": "h", "layer": "Linear", "input": "embed", "out": 2},
                              {"name": "loss", "layer": "SoftmaxCE", "inputs": ["h", "x"]}])",
                          50000, tokens, tokens, zeros<float>(1024, 2));
  model.run();
  const std::set<Id> distinct(tokens.begin(), tokens.end());
  std::multiset<Id> walked;
  model.runner()
      .parameter_gradient("embed.weight")
      .for_each_block([&](std::size_t id, std::size_t count, const float*) {
        CHECK(count == 1);
        walked.insert(static_cast<Id>(id));
      });
  CHECK(std::ranges::equal(walked, distinct));
}

TEST_CASE("with a tied head every row of the table receives gradient, without one only those looked up") {
  const auto rows_with_gradient = [](const std::string& head) {
    SmallModel<> model(R"([{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 3},
                           {"name": "logits", "layer": "Linear", "input": "embed", )" +
                           head + R"(}, {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])",
                       50, {4, 7, 4}, {1, 2, 3});
    model.run();
    const auto gradient = model.runner().parameter_gradient("embed.weight").to_dense();
    std::size_t count = 0;
    for (std::size_t i = 0; i < 50; ++i)
      count += std::any_of(row(gradient, i), row(gradient, i) + 3, [](double g) { return g != 0.0; }) ? 1 : 0;
    return count;
  };
  CHECK(rows_with_gradient(R"("out": 50)") == 2);
  CHECK(rows_with_gradient(R"("weight": "embed.weight")") == 50);
}

// A table of three rows after 100 steps: row 0 has a gradient in all of them, row 1 in the first only, row 2 never.
Matrix<double> after_steps(const std::string& optimizer) {
  Trial trial(optimizer, 3, 2);
  const std::vector<double> g{0.5, -0.25};
  trial.step({{0, g}, {1, g}});
  for (int step = 1; step < 100; ++step) trial.step({{0, g}});
  return trial.parameters[0].value;
}

TEST_CASE("unused rows drift under dense AdamW and stay put under lazy") {
  const auto dense = after_steps(R"({"type": "AdamW", "lr": 0.01, "weight_decay": 0.1, "rows": "dense"})");
  const auto lazy = after_steps(R"({"type": "AdamW", "lr": 0.01, "weight_decay": 0.1, "rows": "lazy"})");
  CHECK(dense(2, 0) == Approx(std::pow(1.0 - 0.01 * 0.1, 100)));  // decay alone
  CHECK(lazy(2, 0) == 1.0);
  CHECK(dense(0, 0) < 0.9);
  CHECK(lazy(0, 0) == Approx(dense(0, 0)));
}

TEST_CASE("dense Adam moves a row that nobody looks up any more, lazy leaves it where its last step took it") {
  const auto dense = after_steps(R"({"type": "AdamW", "lr": 0.01, "weight_decay": 0, "rows": "dense"})");
  const auto lazy = after_steps(R"({"type": "AdamW", "lr": 0.01, "weight_decay": 0, "rows": "lazy"})");
  CHECK(lazy(1, 0) == Approx(0.99));  // one step of lr
  CHECK(dense(1, 0) < 0.96);          // momentum carried it on
}

TEST_CASE("tables start as N(0, 0.02²), He and Xavier would start them elsewhere") {
  const TableStart normal = table_start({{"normal", 0.02}}, 1000, 300, 8, 5);
  CHECK(normal.deviation == Approx(0.02).epsilon(0.01));
  CHECK(normal.row_length == Approx(0.02 * std::sqrt(300)).epsilon(0.01));
  CHECK(table_start("he", 1000, 300, 8, 5).deviation == Approx(std::sqrt(2.0 / 300)).epsilon(0.01));
  CHECK(table_start("xavier", 1000, 300, 8, 5).deviation == Approx(std::sqrt(2.0 / 1300)).epsilon(0.01));
  CHECK(table_start("xavier", 4000, 300, 8, 5).deviation == Approx(std::sqrt(2.0 / 4300)).epsilon(0.01));
  SmallModel<> model(table_layer, 5, {0}, {0});
  CHECK(model.graph().parameters()[0].init.rule == "normal");
  CHECK(model.graph().parameters()[0].init.scale == 0.02);
}

TEST_CASE("a small start leaves a tied head's first loss at ln V, a large one dominates it") {
  const auto first_loss = [](double scale) { return table_start({{"normal", scale}}, 1000, 64, 64, 5).loss; };
  CHECK(first_loss(0.0) == Approx(std::log(1000)));
  CHECK(first_loss(0.02) == Approx(std::log(1000)).epsilon(0.001));
  CHECK(first_loss(1.0) > 5 * std::log(1000));
}

TEST_CASE("in high dimension random vectors do not collide") {
  const auto largest_cosine = [](std::size_t d) {
    const auto p = initialise<double>({{Param{0, "table"}, 300, d, {"normal", 1.0}}}, Random(11));
    double largest = -1.0;
    for (std::size_t i = 0; i < 300; ++i) {
      for (std::size_t j = 0; j < i; ++j) largest = std::max(largest, row_cosine(p[0].value, i, j));
    }
    return largest;
  };
  CHECK(largest_cosine(2) > 0.9999);
  CHECK(largest_cosine(16) > 0.7);
  CHECK(largest_cosine(128) < 0.5);
  CHECK(largest_cosine(768) < 0.2);
}

}  // namespace
}  // namespace rowgrad
