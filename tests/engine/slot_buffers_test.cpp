#include "engine/slot_buffers.hpp"

#include "comm/one_process.hpp"
#include "engine/slot_share.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

// A batch normalisation of two columns: buffers of four numbers.
constexpr const char* model = R"([{"name": "n", "layer": "BatchNorm", "input": "x"}])";

// Slot s sets all its buffers to s + 1, having found the step's start in them. Returns what they are after the step, as
// each rank has it.
std::vector<float> after_step(int ranks, std::size_t slots, std::size_t count) {
  const SmallModel<float> small(model, 1, {0, 0}, {0, 0}, matrix_of<float>({{1, 2}, {3, 4}}));
  std::vector<float> results(static_cast<std::size_t>(ranks));
  const auto body = [&](Communicator& c) {
    Parameters<float> parameters = initialise<float>(small.graph().parameters(), Random(1));
    const auto buffer = small.graph().find_parameter("n.running_mean").value();
    const auto weight = small.graph().find_parameter("n.weight").value();
    parameters[buffer].value.fill(100.0F);
    SlotBuffers buffers(small.graph(), c, slots);
    buffers.begin(parameters, count);
    const Share share = slots_of(slots, count, c.rank(), c.size());
    for (std::size_t s = share.first; s < share.last; ++s) {
      buffers.begin_slot(parameters);
      if (parameters[buffer].value.data()[0] != 100.0F) throw std::runtime_error("a slot saw another's buffers");
      parameters[buffer].value.fill(static_cast<float>(s + 1));
      buffers.end_slot(parameters);
    }
    buffers.finish(parameters);
    if (parameters[weight].value.data()[0] != 1.0F) throw std::runtime_error("a weight is no buffer");
    results[static_cast<std::size_t>(c.rank())] = parameters[buffer].value.data()[1];
  };
  if (ranks == 1)
    body(one_process());
  else
    Ranks(ranks).run(body);
  return results;
}

TEST_CASE("after a step buffers are the mean of what the slots made of them, on every rank") {
  for (const int ranks : {1, 2, 3}) {
    const auto n = static_cast<std::size_t>(ranks);
    CAPTURE(ranks);
    CHECK(after_step(ranks, 6, 6) == std::vector<float>(n, 3.5F));
    CHECK(after_step(ranks, 6, 1) == std::vector<float>(n, 1.0F));  // the last step of a pass
  }
}

}  // namespace
}  // namespace rowgrad
