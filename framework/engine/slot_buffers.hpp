// SlotBuffers: what becomes of buffers, such as running statistics, in a step of several slots: each slot starts from
// the same ones, and after the step they are the mean of what the slots made of them. One batch as large as all slots
// together would do about the same, and no rank needs to wait for another.
#pragma once

#include "comm/communicator.hpp"
#include "graph/graph.hpp"

namespace rowgrad {

class SlotBuffers {
 public:
  SlotBuffers(const Graph& graph, Communicator& communicator, std::size_t slots);

  void begin(const Parameters<float>& parameters, std::size_t count);
  void begin_slot(Parameters<float>& parameters) const;
  void end_slot(const Parameters<float>& parameters);
  /// Collective.
  void finish(Parameters<float>& parameters);

 private:
  void append(const Parameters<float>& parameters, std::vector<float>& to) const;
  void assign(const float* values, Parameters<float>& parameters) const;
  bool idle() const { return size_ == 0 || (count_ == 1 && communicator_.alone()); }

  Communicator& communicator_;
  std::size_t slots_;
  std::vector<std::size_t> buffers_;  // parameters
  std::size_t size_ = 0;              // of all of them
  std::size_t count_ = 0;             // slots of this step
  std::vector<float> start_, mine_, all_;
};

}  // namespace rowgrad
