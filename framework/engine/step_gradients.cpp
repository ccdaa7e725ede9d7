#include "engine/step_gradients.hpp"

#include "engine/rank_gradients.hpp"

namespace rowgrad {
namespace {

// In one process: the first slot adds to the sum itself.
class LocalGradients : public StepGradients {
 public:
  LocalGradients(const Graph& graph, std::size_t slots) : sum_(make_gradients<float>(graph)) {
    if (slots > 1) slot_ = make_gradients<float>(graph);
  }

  void begin(std::size_t) override {}

  Gradients<float>& begin_slot(std::size_t slot) override {
    // The tape, to whose rows the sum may refer, is about to change.
    if (slot == 1) {
      for (auto& gradient : sum_) gradient.own();
    }
    Gradients<float>& gradients = slot == 0 ? sum_ : slot_;
    for (auto& gradient : gradients) gradient.clear();
    return gradients;
  }

  void end_slot(std::size_t slot) override {
    if (slot == 0) return;
    for (std::size_t p = 0; p < sum_.size(); ++p) sum_[p].add(slot_[p]);
  }

  Gradients<float>& sum() override { return sum_; }

 private:
  Gradients<float> sum_, slot_;
};

}  // namespace

std::unique_ptr<StepGradients> step_gradients(const Graph& graph, const std::vector<bool>& trained, std::size_t slots,
                                              Communicator& communicator, std::shared_ptr<const PulledRows> pulled,
                                              std::shared_ptr<const Tape<float>> tape,
                                              std::function<void(const std::string&)> note) {
  if (communicator.alone()) return std::make_unique<LocalGradients>(graph, slots);
  return std::make_unique<RankGradients>(graph, trained, slots, communicator, std::move(pulled), std::move(tape),
                                         std::move(note));
}

}  // namespace rowgrad
