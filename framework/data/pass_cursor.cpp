#include "data/pass_cursor.hpp"

namespace rowgrad {

PassCursor::PassCursor(std::size_t items, const BatchRequest& request) {
  if (request.training) {
    keeps_ = request.order != nullptr ? request.order : std::make_shared<PassOrder>();
    order_ = &keeps_->of(items, request.random);
  }
  const Share share = request.range(items);
  first_ = at_ = share.first;
  last_ = share.last;
}

void PassCursor::seek(const PassPosition& position) {
  if (position.size() != 1 || position[0] < first_ || position[0] > last_) refuse_position(position);
  at_ = position[0];
}

}  // namespace rowgrad
