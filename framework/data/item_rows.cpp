#include "data/item_rows.hpp"

namespace rowgrad {

void ItemRows::index() {
  const std::size_t items = starts_.size() - 1;
  if (items == 0) return;
  stretch_ = (size() + items - 1) / items;
  firsts_.reserve(items + 2);
  std::size_t item = 0;
  for (std::uint64_t row = 0; row < size(); row += stretch_) {
    while (starts_[item + 1] <= row) ++item;
    firsts_.push_back(item);
  }
  firsts_.push_back(items - 1);
}

}  // namespace rowgrad
