#include "models/word2vec/inputs.hpp"

#include <algorithm>

namespace rowgrad {

Word2vecInputs Word2vecInputs::declare(const Word2vecOptions& options, std::size_t vocab, Candidates candidates) {
  Word2vecInputs in;
  in.pairs = options.pairs();
  const RowSpace& outer = in.inputs.space(in.pairs ? "pair" : "window");
  const RowSpace& context = in.pairs ? outer : in.inputs.space("context", &outer);
  const RowSpace& negative = in.inputs.space("negative", &outer, options.negatives);
  const RowSpace& node = in.inputs.space("node", &outer);
  in.center = in.inputs.ids("center", outer, vocab, "the word in the middle");
  in.context = in.inputs.ids("context", context, vocab, "the words around it");
  in.negatives = in.inputs.ids("negatives", negative, vocab, "noise words");
  in.node = in.inputs.ids("node", node, std::max<std::size_t>(vocab, 1) - 1,
                          "inner nodes on the Huffman path to the predicted word, from the root");
  in.code = in.inputs.ids("code", node, 2, "the branch taken at each node");
  in.inputs.size("vocab", vocab);
  in.sampled = candidates.declare_input(in.inputs);
  in.candidates = std::move(candidates);
  return in;
}

}  // namespace rowgrad
