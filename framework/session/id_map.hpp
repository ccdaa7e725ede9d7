// IdMap: the ids that one run gives the tokens or labels of another.
#pragma once

#include <vector>

#include "data/vocabulary.hpp"

namespace rowgrad {

/// By our id, theirs. Ids that follow the names, such as those of hashed n-grams, go by their distance from them.
class IdMap {
 public:
  static constexpr std::size_t none = ~std::size_t{0};

  IdMap(const Vocabulary& ours, const Vocabulary& theirs) : their_size_(theirs.size()) {
    for (Id id = 0; id < ours.size(); ++id) {
      const auto found = theirs.find(ours.token(id));
      ids_.push_back(found ? std::size_t{*found} : none);
      taken_ += found ? 1 : 0;
    }
    identical_ = ours.size() == theirs.size();
    for (std::size_t id = 0; id < ids_.size(); ++id) identical_ &= ids_[id] == id;
    same_counts_ = identical_ && ours.counts() == theirs.counts();
  }

  /// `none` for a name that they do not have.
  std::size_t operator()(std::size_t ours) const {
    return ours < ids_.size() ? ids_[ours] : their_size_ + (ours - ids_.size());
  }
  /// Both number the same names alike; and count them alike.
  bool identical() const { return identical_; }
  bool same_counts() const { return same_counts_; }
  /// Names that both have, that only we have, that only they have.
  std::size_t taken() const { return taken_; }
  std::size_t added() const { return ids_.size() - taken_; }
  std::size_t left_out() const { return their_size_ - taken_; }

 private:
  std::vector<std::size_t> ids_;
  std::size_t their_size_, taken_ = 0;
  bool identical_ = false, same_counts_ = false;
};

}  // namespace rowgrad
