// What Weight says of weights that are missing or borrowed from the wrong place, through the layers that have one.
#include "graph/weight.hpp"

#include "tests/graph/sentiment_inputs.hpp"

namespace rowgrad {
namespace {

const std::string wide = R"({"name": "wide", "layer": "Linear", "input": "phrase", "out": 6},)";

TEST_CASE("a weight needs its size or a weight to borrow") {
  check_refused(embed + phrase + R"({"name": "logits", "layer": "Linear", "input": "phrase"},)" + loss,
                {"a.json: /model/2: Linear \"logits\": needs \"out\"", "add \"out\", or borrow"});
  check_refused(R"({"name": "embed", "layer": "Embedding", "input": "tokens"},)" + phrase + logits + loss,
                {"/model/0", "needs \"dim\"", "add \"dim\", or borrow"});
}

TEST_CASE("a borrowed weight must have the input's width, or a Linear before it") {
  check_refused(embed + phrase + wide +
                    R"({"name": "logits", "layer": "Linear", "input": "wide", "weight": "embed.weight"},)" + loss,
                {"/model/3", "\"embed.weight\" (10 x 4) has 4 columns, but the input's width is 6",
                 "put a Linear with \"out\": 4 before it"});
}

TEST_CASE("a borrowed weight must have a row for each id") {
  check_refused(embed + phrase + logits + loss +
                    R"(,{"name": "again", "layer": "Embedding", "input": "label", "weight": "embed.weight"})",
                {"/model/4", "(10 x 4) has 10 rows, but the number of ids is 2"});
}

TEST_CASE("a size beside a borrowed weight must be the weight's own") {
  check_refused(embed + phrase +
                    R"({"name": "logits", "layer": "Linear", "input": "phrase", "weight": "embed.weight", "out": 3},)" +
                    loss,
                {"/model/2", "has 10 rows, but \"out\" is 3", "remove \"out\""});
}

}  // namespace
}  // namespace rowgrad
