#include "models/word2vec/source.hpp"

namespace rowgrad {

WindowSource::WindowSource(const Word2vecInputs& in, const EncodedText& sentences, const WindowSampling& sampling,
                           const HuffmanTree* tree, const BatchRequest& request)
    : in_(in),
      tree_(tree),
      request_(request),
      sampler_(sentences, sampling, request.wants(in.negatives.index), request) {}

bool WindowSource::next(Batch& batch) {
  const PassPosition start = position();
  BatchBuilder build(in_.inputs, batch);
  while (build.ids(in_.context).size() < request_.batch_size && sampler_.next(window_)) {
    build.append(in_.center, window_.center);
    build.append(in_.context, window_.context);
    build.append(in_.negatives, window_.negatives);
    if (!in_.pairs) build.end_segment(in_.context);
  }
  if (tree_ != nullptr) add_paths(build);
  const bool any = !build.ids(in_.center).empty();
  if (any) in_.candidates.draw(build, in_.sampled, request_, start);
  build.finish();
  return any;
}

// The path to the word each pair or window predicts.
void WindowSource::add_paths(BatchBuilder& build) const {
  for (const Id word : build.ids(in_.target_side())) {
    build.append(in_.node, tree_->nodes(word));
    build.append(in_.code, tree_->branches(word));
    build.end_segment(in_.node);
  }
}

}  // namespace rowgrad
