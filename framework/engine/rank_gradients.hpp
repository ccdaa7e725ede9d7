// RankGradients: the gradients of a step shared out among ranks. While backward goes on with the layers before, a
// thread of its own exchanges the gradients of parameters that nobody adds to any more.
#pragma once

#include "engine/exchange_queue.hpp"
#include "engine/gradient_exchange.hpp"
#include "engine/row_push.hpp"
#include "engine/step_gradients.hpp"

namespace rowgrad {

class RankGradients : public StepGradients {
 public:
  RankGradients(const Graph& graph, const std::vector<bool>& trained, std::size_t slots, Communicator& communicator,
                std::shared_ptr<const PulledRows> pulled, std::shared_ptr<const Tape<float>> tape,
                std::function<void(const std::string&)> note);

  void begin(std::size_t count) override;
  Gradients<float>& begin_slot(std::size_t slot) override;
  NodeDone listener(std::size_t slot) override;
  void end_slot(std::size_t slot) override;
  Gradients<float>& sum() override;

 private:
  // What the thread works on, and so keeps alive.
  struct Exchanged {
    RowPush push;
    std::shared_ptr<const PulledRows> pulled;
    std::shared_ptr<const Tape<float>> tape;       // whose rows the last slot's gradients refer to
    std::vector<GradientExchange> exchanges = {};  // by parameter, as sums refer to what they keep
    std::vector<std::size_t> pushed_rows = {};     // by parameter: of all ranks, if it is dealt out; else 0
    std::vector<Gradients<float>> mine = {};       // by slot of this rank
    Gradients<float> sum = {};
    std::vector<std::optional<GradientExchange::Way>> ways = {};  // by parameter, of its last exchange
    std::size_t count = 0;                                        // slots of this step
    Share share = {};                                             // this rank's

    void exchange_parameter(std::size_t p);
  };

  void send_finished(std::size_t node);
  void tell_ways();

  const Graph& graph_;
  Communicator& communicator_;
  std::size_t slots_;
  std::function<void(const std::string&)> note_;
  std::vector<std::vector<std::size_t>> finished_;  // by node, the parameters that no node before it reads
  std::shared_ptr<Exchanged> exchanged_;
  std::size_t next_node_ = 0;  // nodes from it on are done with
  bool told_ = false;
  ExchangeQueue queue_;
};

}  // namespace rowgrad
