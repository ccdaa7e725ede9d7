#include "models/lm/inputs.hpp"

namespace rowgrad {

LmInputs LmInputs::declare(const LmOptions& options, std::size_t vocab, Candidates candidates) {
  LmInputs in;
  const bool whole_items = options.context == 0;
  const RowSpace& group = in.inputs.space(whole_items ? "item" : "position");
  const RowSpace& row = in.inputs.space(whole_items ? "token" : "context", &group, options.context);
  in.tokens = in.inputs.ids("tokens", row, vocab, "the symbols read: the boundary first, then those of the item");
  in.next = in.inputs.ids("next", whole_items ? row : group, vocab, "the symbol that follows, the boundary last");
  in.inputs.size("vocab", vocab);
  in.sampled = candidates.declare_input(in.inputs);
  in.candidates = std::move(candidates);
  return in;
}

}  // namespace rowgrad
